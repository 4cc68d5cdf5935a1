package io.hyperstream.job.learn.settings;

import io.hyperstream.job.input.Join;
import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Which lines are joined to the record before them.
 *
 * @param lines that are
 * @param delay processing time after which a record without a further line is complete; zero: it
 *     waits for the next line
 * @param maxSymbols of a joined record
 */
public record JoinSettings(Join lines, Duration delay, long maxSymbols) implements Serializable {

  /** Each line is a record. */
  public static final JoinSettings OFF = new JoinSettings(Join.NONE, Duration.ZERO, 1);

  public JoinSettings {
    Objects.requireNonNull(lines, "lines");
    Objects.requireNonNull(delay, "delay");
    InvalidValueException.require(maxSymbols > 0, "maxSymbols", "above 0", maxSymbols);
  }

  /** Whether there are any. */
  public boolean enabled() {
    return lines != Join.NONE;
  }
}
