package io.hyperstream.job.learn.settings;

import io.hyperstream.model.LearnerConfig;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * What the learn operator does beside what its learner learns.
 *
 * @param learner what is learned, and how
 * @param compute what the learner runs on
 * @param model where weights come from and go to, beside the state
 * @param maxDelay longest wait of a symbol for its step (processing time); zero: for ever
 * @param backlog most symbols a key may have pending before steps run for it, the batch full or
 *     not; at least the learner's window
 * @param scorePerSymbol whether scores have the bits of each symbol
 * @param alerts when a key raises an alert
 * @param predictTop how many of the most probable next symbols a prediction names
 * @param predictContinuation how many symbols a prediction looks ahead; when this and {@code
 *     predictTop} are zero, there are no predictions
 * @param predictInterval least time between two predictions of a key (processing time); zero: one
 *     after each step
 * @param ttl how long a key may be idle before its state is dropped (processing time); zero: for
 *     ever
 * @param stateEncoding how exact the network's state of a key is kept
 */
public record LearnSettings(
    LearnerConfig learner,
    ComputeSettings compute,
    ModelSettings model,
    Duration maxDelay,
    int backlog,
    boolean scorePerSymbol,
    AlertSettings alerts,
    int predictTop,
    int predictContinuation,
    Duration predictInterval,
    Duration ttl,
    StateEncoding stateEncoding)
    implements Serializable {

  public LearnSettings {
    Objects.requireNonNull(learner, "learner");
    Objects.requireNonNull(compute, "compute");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(alerts, "alerts");
    Objects.requireNonNull(stateEncoding, "stateEncoding");
    requireNotNegative("maxDelay", maxDelay);
    requireNotNegative("predictInterval", predictInterval);
    requireNotNegative("ttl", ttl);
    int vocabulary = learner.network().vocabulary();
    if (backlog < learner.window()) {
      throw new IllegalArgumentException(
          "backlog must be at least the window, which is %d, but is %d"
              .formatted(learner.window(), backlog));
    }
    if (predictTop < 0 || predictTop > vocabulary) {
      throw new IllegalArgumentException(
          "predictTop must be from 0 to the vocabulary, which is %d, but is %d"
              .formatted(vocabulary, predictTop));
    }
    if (predictContinuation < 0) {
      throw new IllegalArgumentException(
          "predictContinuation must be 0 or more, but is " + predictContinuation);
    }
  }

  /**
   * Sees whether the weights to begin with are there and fit; errors as of {@link
   * ModelSettings#load}.
   */
  public void requireModel() throws IOException {
    model.load(learner.network());
  }

  /** The same with weights from elsewhere. */
  public LearnSettings with(ModelSettings value) {
    return new LearnSettings(
        learner,
        compute,
        value,
        maxDelay,
        backlog,
        scorePerSymbol,
        alerts,
        predictTop,
        predictContinuation,
        predictInterval,
        ttl,
        stateEncoding);
  }

  static void requireNotNegative(String name, Duration value) {
    if (Objects.requireNonNull(value, name).isNegative()) {
      throw new IllegalArgumentException(
          "%s must be zero or more, but is %s".formatted(name, value));
    }
  }
}
