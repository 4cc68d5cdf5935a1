package io.hyperstream.job.options;

import io.hyperstream.job.output.OutputFormat;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Where results go. */
public final class OutputOptions {

  public static final ConfigOption<String> SCORES =
      ConfigOptions.key("output.scores")
          .stringType()
          .defaultValue("scores")
          .withDescription("Topic for one Score per input record.");

  public static final ConfigOption<String> PREDICTIONS =
      ConfigOptions.key("output.predictions")
          .stringType()
          .defaultValue("predictions")
          .withDescription(
              "Topic for one Prediction per watched key and step (see predict.keys, predict.interval).");

  public static final ConfigOption<String> ALERTS =
      ConfigOptions.key("output.alerts")
          .stringType()
          .defaultValue("alerts")
          .withDescription("Topic for one Alert per unusual record and drift (see alerts.*).");

  public static final ConfigOption<String> INCIDENTS =
      ConfigOptions.key("output.incidents")
          .stringType()
          .defaultValue("incidents")
          .withDescription(
              "Topic for Incidents: alerts of a key that belong together. Compacted, with the incident's id as the key.");

  public static final ConfigOption<String> REJECTED =
      ConfigOptions.key("output.rejected")
          .stringType()
          .defaultValue("rejected")
          .withDescription("Topic for input records that could not be decoded, with the reason.");

  public static final ConfigOption<String> MODEL =
      ConfigOptions.key("output.model")
          .stringType()
          .defaultValue("model")
          .withDescription(
              "Topic for the model, and for what several learners tell each other (see sync.*). Of one partition, and each job's own.");

  public static final ConfigOption<OutputFormat> FORMAT =
      ConfigOptions.key("output.format")
          .enumType(OutputFormat.class)
          .defaultValue(OutputFormat.AVRO)
          .withDescription(
              "How values are written. AVRO: in single-object encoding. JSON: as plain text, for readers without a schema. CONFLUENT: in Avro with the id of its schema, which is registered as TOPIC-value.");

  public static final ConfigOption<String> TRANSACTION_PREFIX =
      ConfigOptions.key("output.transaction-prefix")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Start of the transactional ids, which no other job on the Kafka cluster may use. Without it hyperstream-TOPIC, where TOPIC is input.topic.");

  public static final ConfigOption<Integer> PARALLELISM =
      ConfigOptions.key("output.parallelism")
          .intType()
          .defaultValue(1)
          .withDescription("Subtasks that write to each topic. A key's records stay in order.");

  private OutputOptions() {}
}
