package io.hyperstream.job.learn.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.SettingsBuilder;
import io.hyperstream.model.Batch;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.Observations;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationQueueTest {

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000})
  void givesBackInOrderWhatItWasGiven(int vocabulary) {
    LearnerConfig config = config(vocabulary);
    Random random = new Random(1);
    Batch batch = new Batch(config);
    ObservationQueue queue = new ObservationQueue(batch.kind());
    Queue<Integer> expected = new ArrayDeque<>();
    int next = 0;
    for (int round = 0; round < 2000; round++) {
      int[] added = new int[random.nextInt(round % 100 == 0 ? 9000 : 40)];
      for (int i = 0; i < added.length; i++) {
        added[i] = next++ % vocabulary;
        expected.add(added[i]);
      }
      queue.addAll(Observations.of(batch.kind(), added));
      while (queue.size() > 0 && random.nextInt(10) > 0) {
        int length = Math.min(queue.size(), 1 + random.nextInt(50));
        batch.clear();
        queue.moveTo(batch, new StreamState(config.network()), length);
        for (int i = 0; i < length; i++) {
          assertThat(batch.symbol(0, i)).isEqualTo(expected.remove());
        }
      }
      assertThat(queue.size()).isEqualTo(expected.size());
      assertThat(queue.isEmpty()).isEqualTo(expected.isEmpty());
    }
    assertThat(queue.copy().size()).isEqualTo(queue.size());
  }

  @Test
  void aCopyIsOfItsOwn() {
    LearnerConfig config = config(100_000);
    Batch batch = new Batch(config);
    ObservationQueue queue = new ObservationQueue(batch.kind());
    queue.addAll(Observations.ofIds(1, 2, 3));
    ObservationQueue copy = queue.copy();
    queue.moveTo(batch, new StreamState(config.network()), 2);
    queue.addAll(Observations.ofIds(4, 5, 6));
    assertThat(copy.toObservations()).isEqualTo(Observations.ofIds(1, 2, 3));
    assertThat(queue.toObservations()).isEqualTo(Observations.ofIds(3, 4, 5, 6));
  }

  private static LearnerConfig config(int vocabulary) {
    return new SettingsBuilder().vocabulary(vocabulary).shape(50, 1).build().learner();
  }
}
