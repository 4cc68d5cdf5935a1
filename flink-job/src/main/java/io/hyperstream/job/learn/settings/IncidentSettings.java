package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When an incident is closed: after so much time or so many records without a further alert.
 *
 * @param quiet time between two records (event time), or without any record of the key (processing
 *     time); at least a millisecond
 * @param records of the key
 */
public record IncidentSettings(Duration quiet, int records) implements Serializable {

  public IncidentSettings {
    InvalidValueException.require(quiet.toMillis() >= 1, "quiet", "1 ms or more", quiet);
    InvalidValueException.require(records >= 1, "records", "1 or more", records);
  }
}
