package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a step runs though its batch is not full, and what it takes of one key.
 *
 * @param maxDelay maximum time that a symbol waits for its step (processing time); zero: for ever
 * @param backlog maximum number of symbols that a key may have pending; at least the window
 * @param windowsPerKey maximum number of consecutive windows of one key in a step, or {@link #AUTO}
 */
public record StepSettings(Duration maxDelay, int backlog, int windowsPerKey)
    implements Serializable {

  /** As many windows of a key as its backlog asks for. */
  public static final int AUTO = 0;

  public StepSettings {
    Durations.requireNotNegative("maxDelay", maxDelay);
    InvalidValueException.require(backlog >= 1, "backlog", "1 or more", backlog);
    InvalidValueException.require(
        windowsPerKey >= AUTO, "windowsPerKey", "1 or more, or AUTO", windowsPerKey);
  }
}
