package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which records have a score of their own, and what it says.
 *
 * @param perSymbol whether it has the bits of each symbol
 * @param above surprise that a record must exceed for it; 0: each record has one
 * @param span event time of which one score stands for all other records of a key
 */
public record ScoreSettings(boolean perSymbol, double above, Duration span)
    implements Serializable {

  /** A score for each record. */
  public static final ScoreSettings EACH = new ScoreSettings(false, 0, Duration.ofMinutes(1));

  public ScoreSettings {
    InvalidValueException.require(above >= 0, "above", "0 or more", above);
    InvalidValueException.require(
        span.toMillis() > 0, "span", "at least a millisecond", span.toMillis() + " ms");
  }

  /** Whether a record of that surprise has a score of its own. */
  public boolean isOwn(Double surprise) {
    return above == 0 || surprise != null && surprise > above;
  }
}
