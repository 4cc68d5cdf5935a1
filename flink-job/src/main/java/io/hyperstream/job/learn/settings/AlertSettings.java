package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;

/**
 * When a key raises an alert.
 *
 * @param enabled whether there are alerts
 * @param threshold surprise from which a record is one, in spreads
 * @param drift sum of the test for drift from which there is one, in spreads
 * @param warmUp records of a key before its first alert
 * @param limit maximum number of alerts of records per 1,000 records of a key
 */
public record AlertSettings(boolean enabled, double threshold, double drift, int warmUp, int limit)
    implements Serializable {

  /** An alert for each record. */
  public static final int MAX_LIMIT = 1_000;

  /** No alerts. */
  public static final AlertSettings OFF = new AlertSettings(false, 1, 1, 0, 1);

  public AlertSettings {
    InvalidValueException.require(threshold > 0, "threshold", "above 0", threshold);
    InvalidValueException.require(drift > 0, "drift", "above 0", drift);
    InvalidValueException.require(warmUp >= 0, "warmUp", "0 or more", warmUp);
    InvalidValueException.requireRange("limit", limit, 1, MAX_LIMIT);
  }
}
