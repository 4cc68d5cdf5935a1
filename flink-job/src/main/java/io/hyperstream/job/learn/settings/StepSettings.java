package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a step runs though its batch is not full.
 *
 * @param maxDelay maximum time that a symbol waits for its step (processing time); zero: for ever
 * @param backlog maximum number of symbols that a key may have pending; at least the window
 */
public record StepSettings(Duration maxDelay, int backlog) implements Serializable {

  public StepSettings {
    Durations.requireNotNegative("maxDelay", maxDelay);
    InvalidValueException.require(backlog >= 1, "backlog", "1 or more", backlog);
  }
}
