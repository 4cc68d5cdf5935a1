package io.hyperstream.job.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Encoding;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.ModelMessageKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ModelTopicTest {

  private static final TopicPartition PARTITION = new TopicPartition("model", 0);
  private static final int PART = ModelMessage.PART_BYTES;

  private final AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name()) {
        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
          super.seek(partition, offset);
          // It has what it would fetch from the broker, once.
          records.stream().filter(next -> next.offset() >= offset).forEach(this::addRecord);
        }
      };
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final ModelTopic topic = new ModelTopic(consumer, PARTITION, 4L * PART);
  private long end = 1000;

  private void write(byte[] value) {
    records.add(new ConsumerRecord<>("model", 0, end++, null, value));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 1000L));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  private void write(List<ModelChunk> chunks) {
    chunks.forEach(chunk -> write(codec.encode(chunk)));
  }

  private static ModelMessage model(long version, int bytes) {
    byte[] file = new byte[bytes];
    file[0] = (byte) version;
    return ModelMessage.model(7, 0, version, file);
  }

  private Optional<Long> newest() throws IOException {
    return topic.newest().map(PublishedModel::version);
  }

  @Test
  void anEmptyTopicHasNone() throws IOException {
    consumer.updateBeginningOffsets(Map.of(PARTITION, 1000L));
    consumer.updateEndOffsets(Map.of(PARTITION, 1000L));
    assertThat(newest()).isEmpty();
  }

  @Test
  void theNewestIsTheLastThatIsWhole() throws IOException {
    write(model(1, 10).chunks());
    write(model(2, 2 * PART).chunks());
    write(model(3, 2 * PART).chunks().subList(0, 1));
    PublishedModel newest = topic.newest().orElseThrow();
    assertThat(newest.version()).isEqualTo(2);
    assertThat(newest.offset()).isEqualTo(1001);
    assertThat(newest.file()).isEqualTo(model(2, 2 * PART).payload());
  }

  @Test
  void changesAndWhatCannotBeReadArePassedOver() throws IOException {
    write(model(1, 10).chunks());
    write(new byte[] {1, 2, 3});
    write((byte[]) null);
    write(model(2, 5 * PART).chunks());
    write(
        new ModelMessage(ModelMessageKind.CHANGE, 7, 0, 9, 1, Encoding.FP32, new byte[4]).chunks());
    assertThat(newest()).contains(1L);
  }

  @Test
  void itIsFoundHoweverFarFromTheEnd() throws IOException {
    write(model(1, 2 * PART).chunks());
    for (int i = 0; i < 3000; i++) {
      write(new byte[1]);
    }
    assertThat(newest()).contains(1L);
  }

  @Test
  void oneIsReadAgainWhereItBegan() throws IOException {
    write(model(1, 10).chunks());
    write(model(2, 2 * PART).chunks());
    write(model(3, 10).chunks());
    assertThat(topic.at(1001).map(PublishedModel::version)).contains(2L);
    assertThat(topic.at(1002)).isEmpty();
    assertThat(topic.at(1003).map(PublishedModel::version)).contains(3L);
  }
}
