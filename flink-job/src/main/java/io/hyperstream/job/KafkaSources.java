package io.hyperstream.job;

import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.OneTopicSource;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RawRecordDeserializationSchema;
import io.hyperstream.job.input.StartPosition;
import io.hyperstream.job.options.InputSettings;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaSettings;
import java.time.Duration;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The job's sources. */
final class KafkaSources {

  /**
   * Maximum number of bytes that one fetch takes from a partition, unless the options say
   * otherwise. A learner that lags is far slower than Kafka, and records of other partitions wait
   * until these are learned: with Kafka's default of 1 MB, for a minute.
   */
  private static final String MAX_PARTITION_FETCH_BYTES = String.valueOf(16 * 1024);

  /** Time after which a new partition of the input is found, unless the options say otherwise. */
  private static final Duration PARTITION_DISCOVERY = Duration.ofSeconds(30);

  private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(1);

  private KafkaSources() {}

  /** The source of the input topic. */
  static OneTopicSource input(InputSettings input, KafkaSettings kafka) {
    Properties consumer = kafka.consumer();
    consumer.putIfAbsent(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MAX_PARTITION_FETCH_BYTES);
    consumer.putIfAbsent(
        KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
        Long.toString(PARTITION_DISCOVERY.toMillis()));
    // The progress operator commits, since what a source has read is not yet scored.
    consumer.setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false");
    KafkaSourceBuilder<RawRecord> builder =
        KafkaSource.<RawRecord>builder()
            .setProperties(consumer)
            .setGroupId(input.group())
            .setTopics(input.topic())
            .setStartingOffsets(offsets(input.start()))
            .setDeserializer(new RawRecordDeserializationSchema());
    if (input.end() == EndPosition.LATEST) {
      builder.setBounded(OffsetsInitializer.latest());
    }
    return new OneTopicSource(builder.build(), input.topic());
  }

  /**
   * The source of the topic {@code model}. It reads from a little before now, since clocks may
   * differ; older records are of earlier runs.
   */
  static OneTopicSource model(JobSettings settings) {
    return beside(
        settings,
        settings.output().model(),
        OffsetsInitializer.timestamp(System.currentTimeMillis() - MAX_CLOCK_DIFFERENCE.toMillis()));
  }

  /** The source of the topic {@code feedback}, of which a job knows every rule. */
  static OneTopicSource feedback(JobSettings settings) {
    return beside(settings, settings.feedback(), OffsetsInitializer.earliest());
  }

  /** The source of a topic that ends where the input does. */
  private static OneTopicSource beside(
      JobSettings settings, String topic, OffsetsInitializer start) {
    KafkaSourceBuilder<RawRecord> builder =
        KafkaSource.<RawRecord>builder()
            .setProperties(settings.kafka().consumer())
            .setTopics(topic)
            .setStartingOffsets(start)
            .setDeserializer(new RawRecordDeserializationSchema());
    if (settings.input().end() == EndPosition.LATEST) {
      builder.setBounded(OffsetsInitializer.latest());
    }
    return new OneTopicSource(builder.build(), topic);
  }

  private static OffsetsInitializer offsets(StartPosition start) {
    return switch (start) {
      case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
    };
  }
}
