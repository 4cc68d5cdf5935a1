package io.hyperstream.job.options;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** What raises an alert. */
public final class AlertOptions {

  public static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("alerts.enabled")
          .booleanType()
          .defaultValue(true)
          .withDescription("Whether unusual records and drifts are written to the alerts topic.");

  public static final ConfigOption<Double> THRESHOLD =
      ConfigOptions.key("alerts.threshold")
          .doubleType()
          .defaultValue(1.85)
          .withDescription(
              "Surprise from which a record raises an alert, in spreads of the novelty of the key's records.");

  public static final ConfigOption<Double> DRIFT =
      ConfigOptions.key("alerts.drift")
          .doubleType()
          .defaultValue(50.0)
          .withDescription(
              "Excess of a key's bits per symbol over what they were, from which it has drifted: summed over records, in spreads. With the default 20 to 100 records that cost more.");

  public static final ConfigOption<Integer> WARM_UP =
      ConfigOptions.key("alerts.warm-up")
          .intType()
          .defaultValue(500)
          .withDescription(
              "Number of records of a key before its first alert: until then everything is new.");

  public static final ConfigOption<Integer> LIMIT =
      ConfigOptions.key("alerts.limit")
          .intType()
          .defaultValue(10)
          .withDescription(
              "Maximum number of incidents of a key, drifts aside, per 1000 of its records, from 1 to 1000. As many may come at once. Alerts that join an incident do not count.");

  public static final ConfigOption<Duration> INCIDENT_QUIET =
      ConfigOptions.key("alerts.incident-quiet")
          .durationType()
          .defaultValue(Duration.ofMinutes(10))
          .withDescription(
              "Time without a further alert after which an incident is closed: event time between records, or processing time if the key has no records. At least 1 ms.");

  public static final ConfigOption<Integer> INCIDENT_RECORDS =
      ConfigOptions.key("alerts.incident-records")
          .intType()
          .defaultValue(30)
          .withDescription(
              "Number of records of a key without a further alert after which an incident is closed, even if the time has not passed. More for busy keys.");

  private AlertOptions() {}
}
