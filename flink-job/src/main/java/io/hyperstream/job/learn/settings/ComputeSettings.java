package io.hyperstream.job.learn.settings;

import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.kernels.ComputeTarget;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a learner runs on. Has no influence on what it learns, but for the last digits.
 *
 * @param target what computes
 * @param warmUp time given to Java's compiler before the first record, once in a process
 */
public record ComputeSettings(ComputeTarget target, Duration warmUp) implements Serializable {

  /** What this process has warmed up for. A learner that restarts need not wait again. */
  private static final Set<LearnerConfig> WARM = ConcurrentHashMap.newKeySet();

  public ComputeSettings {
    Objects.requireNonNull(target, "target");
    Durations.requireNotNegative("warmUp", warmUp);
  }

  /** The same on another GPU. */
  public ComputeSettings onDevice(int device) {
    return new ComputeSettings(target.withDevice(device), warmUp);
  }

  /** A learner that has seen nothing yet. */
  public Learner open(LearnerConfig config) {
    if (!warmUp.isZero() && WARM.add(config)) {
      Learner.warmUp(config, target, warmUp);
    }
    return Learner.create(config, target);
  }
}
