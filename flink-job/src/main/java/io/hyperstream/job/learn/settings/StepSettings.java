package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a step runs though its batch is not full, and what it takes of one key.
 *
 * @param maxDelay maximum time that a symbol waits for its step (processing time); zero: for ever
 * @param backlog maximum number of symbols that a key may have pending; at least the window
 * @param windowsPerKey maximum number of consecutive windows of one key in a step; {@link #AUTO}:
 *     as its backlog asks
 * @param skipBelow windows whose symbols cost fewer bits than this on average are only scored; 0
 *     learns all; {@link #AUTO}: decided by what windows cost, while a key lags
 */
public record StepSettings(Duration maxDelay, int backlog, int windowsPerKey, double skipBelow)
    implements Serializable {

  /** Whatever the load asks for. */
  public static final int AUTO = -1;

  public StepSettings {
    Durations.requireNotNegative("maxDelay", maxDelay);
    InvalidValueException.require(backlog >= 1, "backlog", "1 or more", backlog);
    InvalidValueException.require(
        windowsPerKey >= 1 || windowsPerKey == AUTO,
        "windowsPerKey",
        "1 or more, or AUTO",
        windowsPerKey);
    InvalidValueException.require(
        skipBelow >= 0 || skipBelow == AUTO, "skipBelow", "0 or more, or AUTO", skipBelow);
  }
}
