package io.hyperstream.job.learn.settings;

import java.io.Serializable;

/**
 * When a key raises an alert.
 *
 * @param enabled whether there are alerts
 * @param threshold surprise from which a record is one, in spreads
 * @param drift sum of the test for drift from which there is one, in spreads
 * @param warmUp records of a key before its first alert
 * @param limit most alerts of records per 1,000 records of a key
 */
public record AlertSettings(boolean enabled, double threshold, double drift, int warmUp, int limit)
    implements Serializable {

  /** No alerts. */
  public static final AlertSettings OFF = new AlertSettings(false, 1, 1, 0, 1);

  public AlertSettings {
    requirePositive("threshold", threshold);
    requirePositive("drift", drift);
    if (warmUp < 0) {
      throw new IllegalArgumentException("warmUp must be 0 or more, but is " + warmUp);
    }
    if (limit < 1 || limit > 1_000) {
      throw new IllegalArgumentException("limit must be from 1 to 1000, but is " + limit);
    }
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("%s must be above 0, but is %s".formatted(name, value));
    }
  }
}
