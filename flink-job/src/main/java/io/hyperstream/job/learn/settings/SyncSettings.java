package io.hyperstream.job.learn.settings;

import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.sync.SyncConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * What learners write of their weights.
 *
 * @param config how they share what they learn
 * @param period symbols that each learns before it publishes a change; 0: they do not share
 * @param publishInterval minimum time between two whole models (processing time); zero: never
 */
public record SyncSettings(SyncConfig config, long period, Duration publishInterval)
    implements Serializable {

  public SyncSettings {
    Objects.requireNonNull(config, "config");
    Durations.requireNotNegative("publishInterval", publishInterval);
    InvalidValueException.require(period >= 0, "period", "0 or more", period);
  }
}
