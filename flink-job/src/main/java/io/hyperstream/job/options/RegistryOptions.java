package io.hyperstream.job.options;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The schema registry, for the format CONFLUENT of inputs and outputs. */
public final class RegistryOptions {

  /** What all of them begin with. */
  public static final String PREFIX = "registry.";

  public static final ConfigOption<String> URL =
      ConfigOptions.key("registry.url")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Schema registry with Confluent's REST interface, for the format CONFLUENT: http or https, with its path if it has one.");

  public static final ConfigOption<String> USER =
      ConfigOptions.key("registry.user")
          .stringType()
          .noDefaultValue()
          .withDescription("User for basic authentication.");

  public static final ConfigOption<String> PASSWORD =
      ConfigOptions.key("registry.password")
          .stringType()
          .noDefaultValue()
          .withDescription("That user's password.");

  public static final ConfigOption<String> TOKEN =
      ConfigOptions.key("registry.token")
          .stringType()
          .noDefaultValue()
          .withDescription("Token for bearer authentication, in place of a user.");

  public static final ConfigOption<String> TRUSTSTORE =
      ConfigOptions.key("registry.truststore.location")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File of the certificates to trust, on every task manager and where the job is submitted. Without it Java's own.");

  public static final ConfigOption<String> TRUSTSTORE_PASSWORD =
      ConfigOptions.key("registry.truststore.password")
          .stringType()
          .noDefaultValue()
          .withDescription("Password of that file, if it has one.");

  public static final ConfigOption<Duration> TIMEOUT =
      ConfigOptions.key("registry.timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(30))
          .withDescription(
              "Maximum time for an answer, retries included. After that a start is refused, and a running task fails, restarts and asks again.");

  private RegistryOptions() {}
}
