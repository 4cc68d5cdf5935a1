package io.hyperstream.job.options;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * The Kafka client options the job itself cares about; all others under the prefix pass through.
 */
public final class KafkaOptions {

  /** What follows the prefix is an option of Kafka's own clients. */
  public static final String PREFIX = "kafka.";

  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      ConfigOptions.key("kafka.bootstrap.servers")
          .stringType()
          .noDefaultValue()
          .withDescription("Required. Kafka brokers to ask first: host:port, comma-separated.");

  public static final ConfigOption<Integer> TRANSACTION_TIMEOUT =
      ConfigOptions.key("kafka.transaction.timeout.ms")
          .intType()
          .defaultValue(900_000)
          .withDescription(
              "Milliseconds after which the broker aborts an open transaction. More than execution.checkpointing.interval plus the longest restart, else results are lost. A job that has had no successful checkpoint for nine tenths of it goes back to its latest one. No more than the broker's transaction.max.timeout.ms, whose default is this default.");

  private KafkaOptions() {}
}
