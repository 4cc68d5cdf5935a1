package io.hyperstream.job.output;

import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/** The job's sinks. */
public final class KafkaSinks {

  private KafkaSinks() {}

  /**
   * A sink that writes each record exactly once: readers with {@code
   * isolation.level=read_committed} see it when the checkpoint it belongs to is complete.
   *
   * @param topic to write to
   * @param transactionPrefix start of the transactional ids; no other running job may use it
   * @param producer properties of the Kafka producer, with bootstrap servers and transaction
   *     timeout
   */
  public static KafkaSink<OutputRecord> exactlyOnce(
      String topic, String transactionPrefix, Properties producer) {
    return KafkaSink.<OutputRecord>builder()
        .setKafkaProducerConfig(producer)
        .setRecordSerializer(new OutputRecordSerializationSchema(topic))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(transactionalIdPrefix(transactionPrefix, topic))
        // A name for each checkpoint would cost the broker memory for days.
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .build();
  }

  /**
   * A sink that writes each record at once, and perhaps again after a failure.
   *
   * @param producer properties of the Kafka producer, with bootstrap servers
   */
  public static KafkaSink<OutputRecord> atOnce(String topic, Properties producer) {
    return KafkaSink.<OutputRecord>builder()
        .setKafkaProducerConfig(producer)
        .setRecordSerializer(new OutputRecordSerializationSchema(topic))
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }

  /** What the transactional ids of the sink of a topic begin with. */
  public static String transactionalIdPrefix(String transactionPrefix, String topic) {
    return transactionPrefix + "-" + topic;
  }
}
