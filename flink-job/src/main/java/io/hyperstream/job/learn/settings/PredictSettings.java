package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Which keys are predicted, what of each, and how often.
 *
 * @param keys that are predicted
 * @param top how many of the most probable next symbols a prediction names
 * @param continuation how many symbols a prediction looks ahead
 * @param interval minimum time between two predictions of a key (processing time); zero: one after
 *     each step
 */
public record PredictSettings(PredictedKeys keys, int top, int continuation, Duration interval)
    implements Serializable {

  /** No predictions. */
  public static final PredictSettings OFF =
      new PredictSettings(PredictedKeys.NONE, 0, 0, Duration.ZERO);

  public PredictSettings {
    Objects.requireNonNull(keys, "keys");
    InvalidValueException.require(top >= 0, "top", "0 or more", top);
    InvalidValueException.require(continuation >= 0, "continuation", "0 or more", continuation);
    Durations.requireNotNegative("interval", interval);
  }

  /** Whether there are predictions. */
  public boolean isOn() {
    return keys != PredictedKeys.NONE && (top > 0 || continuation > 0);
  }
}
