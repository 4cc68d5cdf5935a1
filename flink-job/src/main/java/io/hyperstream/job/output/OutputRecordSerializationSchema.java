package io.hyperstream.job.output;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes records to one topic.
 *
 * <p>The dataset facet is not only lineage: the sink reads from it which topics may hold open
 * transactions of an earlier run.
 */
public final class OutputRecordSerializationSchema
    implements KafkaRecordSerializationSchema<OutputRecord>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private final String topic;

  public OutputRecordSerializationSchema(String topic) {
    this.topic = Objects.requireNonNull(topic, "topic");
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutputRecord record, KafkaSinkContext context, Long timestamp) {
    return new ProducerRecord<>(
        topic, null, kafkaTimestamp(record.timestamp), record.key, record.value);
  }

  /**
   * The timestamp, or null (which means now) where Kafka would refuse it: the client one before
   * 1970, the broker one more than an hour ahead. It comes from input records, and none of them may
   * stop the job.
   */
  private static Long kafkaTimestamp(long timestamp) {
    return timestamp < 0 || timestamp > System.currentTimeMillis() ? null : timestamp;
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
  }
}
