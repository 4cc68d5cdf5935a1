package io.hyperstream.tools.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicContentsTest {

  private static final TopicPartition PARTITION = new TopicPartition("feedback", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<Long> read = new ArrayList<>();

  @Test
  void readsUpToThePresentEnd() throws Exception {
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 2L));
    consumer.schedulePollTask(
        () -> {
          for (long offset = 0; offset < 2; offset++) {
            consumer.addRecord(new ConsumerRecord<>("feedback", 0, offset, null, new byte[1]));
          }
        });
    read(Duration.ofSeconds(10));
    assertThat(read).containsExactly(0L, 1L);
  }

  @Test
  void doesNotWaitForEverForABrokerThatIsGone() {
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 2L));
    assertThatThrownBy(() -> read(Duration.ofMillis(50)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no record of the topic feedback");
  }

  private void read(Duration patience) throws IOException {
    TopicContents.read(consumer, List.of(PARTITION), record -> read.add(record.offset()), patience);
  }
}
