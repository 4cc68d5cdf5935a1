package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.time.Duration;
import java.util.Objects;

/** What the settings ask of times. */
final class Durations {

  private Durations() {}

  static void requireNotNegative(String field, Duration value) {
    Objects.requireNonNull(value, field);
    InvalidValueException.require(!value.isNegative(), field, "zero or more", value);
  }
}
