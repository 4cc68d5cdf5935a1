package io.hyperstream.job.sink;

import io.hyperstream.job.claim.Claim;
import io.hyperstream.job.options.KafkaSettings;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.output.OutputRecordSerializationSchema;
import org.apache.flink.api.connector.sink2.Sink;
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
   * @param claim of the job, with the start of the transactional ids
   */
  public static Sink<OutputRecord> exactlyOnce(String topic, Claim claim, KafkaSettings kafka) {
    KafkaSink<OutputRecord> sink =
        KafkaSink.<OutputRecord>builder()
            .setKafkaProducerConfig(kafka.producer())
            .setRecordSerializer(new OutputRecordSerializationSchema(topic))
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(transactionalIdPrefix(claim.transactionPrefix(), topic))
            // A name for each checkpoint would cost the broker memory for days.
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .build();
    return new ExclusiveSink(sink, claim, kafka.admin());
  }

  /**
   * A sink that writes each record at once, and perhaps again after a failure.
   *
   * @param topic to write to
   * @param claim of the job
   */
  public static Sink<OutputRecord> atOnce(String topic, Claim claim, KafkaSettings kafka) {
    KafkaSink<OutputRecord> sink =
        KafkaSink.<OutputRecord>builder()
            .setKafkaProducerConfig(kafka.producer())
            .setRecordSerializer(new OutputRecordSerializationSchema(topic))
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .build();
    return new ExclusiveSink(sink, claim, kafka.admin());
  }

  /**
   * What the transactional ids of the sink of a topic begin with. Names of topics contain no slash,
   * so a job that reads {@code text} and one that reads {@code text-scores} stay apart.
   */
  public static String transactionalIdPrefix(String transactionPrefix, String topic) {
    return transactionPrefix + "/" + topic;
  }
}
