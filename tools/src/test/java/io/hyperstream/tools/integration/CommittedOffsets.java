package io.hyperstream.tools.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Which input records an output topic is about: more of them than fit into memory as records. */
final class CommittedOffsets {

  private static final Duration POLL = Duration.ofMillis(200);

  private CommittedOffsets() {}

  /**
   * Reads so many committed records of a topic's only partition, each of another input record.
   *
   * @param offset of the input record that an output record is about
   */
  static <T extends SpecificRecord> BitSet await(
      EmbeddedBroker broker,
      String topic,
      Class<T> type,
      ToLongFunction<T> offset,
      int count,
      Duration limit)
      throws IOException {
    AvroCodec<T> codec = AvroCodec.of(type);
    TopicPartition partition = new TopicPartition(topic, 0);
    BitSet offsets = new BitSet();
    int records = 0;
    long end = System.nanoTime() + limit.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer = RawTopic.fromBeginning(broker, partition)) {
      while (records < count && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          offsets.set(Math.toIntExact(offset.applyAsLong(codec.decode(record.value()))));
          records++;
        }
      }
    }
    assertThat(records).as("records in %s", topic).isEqualTo(count);
    assertThat(offsets.cardinality()).as("input records in %s", topic).isEqualTo(count);
    return offsets;
  }
}
