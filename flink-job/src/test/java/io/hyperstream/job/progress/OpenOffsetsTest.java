package io.hyperstream.job.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.progress.Progress.Kind;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenOffsetsTest {

  @Test
  void theFirstOfEachPartitionStaysUntilItIsClosed() {
    OpenOffsets open = new OpenOffsets();
    open.open("text", 0, 5);
    open.open("text", 0, 6);
    open.open("text", 1, 9);

    open.close("text", 0, 6);
    assertThat(open.first()).isEqualTo(first(Map.of(partition(0), 5L, partition(1), 9L)));

    open.close("text", 0, 5);
    assertThat(open.first()).isEqualTo(first(Map.of(partition(1), 9L)));

    open.close("text", 1, 9);
    assertThat(open.first()).isEqualTo(first(Map.of()));
  }

  private static Progress first(Map<TopicPartition, Long> offsets) {
    return new Progress(Kind.OPEN, offsets);
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition("text", number);
  }
}
