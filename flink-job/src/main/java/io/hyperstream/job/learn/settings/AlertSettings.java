package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * When a key raises an alert.
 *
 * @param enabled whether there are alerts
 * @param budget surprise from which a record is one
 * @param drift sum of the test for drift from which there is one
 * @param warmUp records of a key before its first surprise
 * @param limit maximum number of incidents, drifts aside, per 1,000 records of a key
 * @param incidents when an incident ends
 */
public record AlertSettings(
    boolean enabled, double budget, double drift, int warmUp, int limit, IncidentSettings incidents)
    implements Serializable {

  /** An alert for each record. */
  public static final int MAX_LIMIT = 1_000;

  /** After so many records the tail of what is usual is known well enough. */
  public static final int DEFAULT_WARM_UP = 120;

  /** No alerts. */
  public static final AlertSettings OFF =
      new AlertSettings(
          false, 1, 1, DEFAULT_WARM_UP, 1, new IncidentSettings(Duration.ofMinutes(1), 1));

  public AlertSettings {
    InvalidValueException.require(budget > 0, "budget", "above 0", budget);
    InvalidValueException.require(drift > 0, "drift", "above 0", drift);
    InvalidValueException.require(warmUp >= 0, "warmUp", "0 or more", warmUp);
    InvalidValueException.requireRange("limit", limit, 1, MAX_LIMIT);
    Objects.requireNonNull(incidents, "incidents");
  }
}
