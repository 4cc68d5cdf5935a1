package io.hyperstream.job.options;

import io.hyperstream.job.learn.settings.AlertSettings;
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

  public static final ConfigOption<Double> BUDGET =
      ConfigOptions.key("alerts.budget")
          .doubleType()
          .defaultValue(1000.0)
          .withDescription(
              "Surprise from which a record raises an alert: with 1000, one that looks as unusual as one in 1,000 usual records of the key. So about one in 1,000 records is a false alarm.");

  public static final ConfigOption<Double> DRIFT =
      ConfigOptions.key("alerts.drift")
          .doubleType()
          .defaultValue(30.0)
          .withDescription(
              "How much more surprising a key's records have to be than is usual for it to have drifted: the natural logarithms of their surprise, each less 2 and at most 2 after that, summed over records. With the default at least 15 records.");

  public static final ConfigOption<Integer> WARM_UP =
      ConfigOptions.key("alerts.warm-up")
          .intType()
          .defaultValue(AlertSettings.DEFAULT_WARM_UP)
          .withDescription(
              "Number of records of a key before its first surprise, and so before its first alert: until then it is not known what is usual.");

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
