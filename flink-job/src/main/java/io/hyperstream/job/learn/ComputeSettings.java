package io.hyperstream.job.learn;

import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.kernels.Backend;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a learner runs on. Has no influence on what it learns, but for the last digits.
 *
 * @param backend what computes
 * @param lanes threads that compute, the operator's among them; 0: one for each processor
 * @param warmUp time given to Java's compiler before the first record, once in a process
 */
public record ComputeSettings(Backend backend, int lanes, Duration warmUp) implements Serializable {

  /** What this process has warmed up for. A learner that restarts need not wait again. */
  private static final Set<LearnerConfig> WARM = ConcurrentHashMap.newKeySet();

  public ComputeSettings {
    Objects.requireNonNull(backend, "backend");
    if (lanes < 0) {
      throw new IllegalArgumentException("lanes must be 0 or more, but is " + lanes);
    }
    LearnSettings.requireNotNegative("warmUp", warmUp);
  }

  /** A learner that has seen nothing yet. */
  Learner open(LearnerConfig config) {
    int threads = lanes == 0 ? Runtime.getRuntime().availableProcessors() : lanes;
    if (!warmUp.isZero() && WARM.add(config)) {
      Learner.warmUp(config, backend, threads, warmUp);
    }
    return Learner.create(config, backend, threads);
  }
}
