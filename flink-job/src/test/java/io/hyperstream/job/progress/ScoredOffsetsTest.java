package io.hyperstream.job.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.progress.Progress.Kind;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ScoredOffsetsTest {

  private static final TopicPartition FIRST = new TopicPartition("text", 0);
  private static final TopicPartition SECOND = new TopicPartition("text", 1);

  private final ScoredOffsets offsets = new ScoredOffsets("text");

  @Test
  void endWithTheFirstRecordThatIsOpenWithAnyLearner() {
    offsets.add(new Progress(Kind.REACHED, Map.of(FIRST, 100L, SECOND, 50L)));
    offsets.add(new Progress(Kind.OPEN, Map.of(FIRST, 93L)));
    offsets.add(new Progress(Kind.OPEN, Map.of(FIRST, 90L)));
    offsets.add(new Progress(Kind.OPEN, Map.of()));

    assertThat(offsets.atBarrier()).isEqualTo(Map.of(FIRST, 90L, SECOND, 50L));
  }

  @Test
  void goOnWhenLearnersSayThatNothingIsOpenAnyMore() {
    offsets.add(new Progress(Kind.REACHED, Map.of(FIRST, 100L)));
    offsets.add(new Progress(Kind.OPEN, Map.of(FIRST, 90L)));
    offsets.atBarrier();
    offsets.add(new Progress(Kind.OPEN, Map.of()));

    assertThat(offsets.atBarrier()).isEqualTo(Map.of(FIRST, 100L));
  }

  @Test
  void keepThePositionOfAPartitionThatIsIdle() {
    offsets.add(new Progress(Kind.REACHED, Map.of(FIRST, 100L)));
    offsets.atBarrier();

    ScoredOffsets restored = new ScoredOffsets("text");
    restored.add(offsets.reached());
    restored.add(new Progress(Kind.REACHED, Map.of(SECOND, 7L)));

    assertThat(restored.atBarrier()).isEqualTo(Map.of(FIRST, 100L, SECOND, 7L));
  }

  @Test
  void areKnownOfOpenRecordsEvenBeforeAnyPositionIs() {
    offsets.add(new Progress(Kind.OPEN, Map.of(FIRST, 90L)));

    assertThat(offsets.atBarrier()).isEqualTo(Map.of(FIRST, 90L));
  }

  @Test
  void leaveOutTheTopicThatWasReadBefore() {
    TopicPartition earlier = new TopicPartition("earlier", 0);
    offsets.add(new Progress(Kind.REACHED, Map.of(earlier, 100L, FIRST, 3L)));
    offsets.add(new Progress(Kind.OPEN, Map.of(earlier, 90L)));

    assertThat(offsets.reached().offsets()).isEqualTo(Map.of(FIRST, 3L));
    assertThat(offsets.atBarrier()).isEqualTo(Map.of(FIRST, 3L));
  }
}
