package io.hyperstream.job.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputRecordSerializationSchemaTest {

  private final OutputRecordSerializationSchema schema =
      new OutputRecordSerializationSchema("scores");

  @Test
  void keepsKeyValueAndTimestamp() {
    ProducerRecord<byte[], byte[]> record = serialize(1_700_000_000_000L);
    assertThat(record.topic()).isEqualTo("scores");
    assertThat(record.partition()).isNull();
    assertThat(record.key()).containsExactly(1);
    assertThat(record.value()).containsExactly(2);
    assertThat(record.timestamp()).isEqualTo(1_700_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
  void leavesOutTimestampsThatKafkaWouldRefuse(long timestamp) {
    assertThat(serialize(timestamp).timestamp()).isNull();
  }

  @Test
  void namesItsTopic() {
    assertThat(schema.getKafkaDatasetFacet())
        .hasValueSatisfying(
            facet ->
                assertThat(facet.getTopicIdentifier().getTopics()).isEqualTo(List.of("scores")));
  }

  private ProducerRecord<byte[], byte[]> serialize(long timestamp) {
    return schema.serialize(
        new OutputRecord(new byte[] {1}, new byte[] {2}, timestamp), null, null);
  }
}
