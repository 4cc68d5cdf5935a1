package io.hyperstream.job.learn.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.learn.SettingsBuilder;
import io.hyperstream.model.Batch;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.StreamState;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolQueueTest {

  private final LearnerConfig config = new SettingsBuilder().shape(50, 1).build().learner();

  @Test
  void givesBackInOrderWhatItWasGiven() {
    Random random = new Random(1);
    SymbolQueue queue = new SymbolQueue();
    Queue<Integer> expected = new ArrayDeque<>();
    Batch batch = new Batch(config);
    int next = 0;
    for (int round = 0; round < 2000; round++) {
      int[] added = new int[random.nextInt(round % 100 == 0 ? 9000 : 40)];
      for (int i = 0; i < added.length; i++) {
        added[i] = next++ & 0xFF;
        expected.add(added[i]);
      }
      queue.addAll(added);
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
    SymbolQueue queue = new SymbolQueue();
    queue.addAll(new int[] {1, 2, 3});
    SymbolQueue copy = queue.copy();
    Batch batch = new Batch(config);
    queue.moveTo(batch, new StreamState(config.network()), 2);
    queue.addAll(new int[] {4, 5, 6});
    assertThat(copy.size()).isEqualTo(3);
    assertThat(copy.get(0)).isEqualTo(1);
    assertThat(copy.get(2)).isEqualTo(3);
    assertThat(queue.get(0)).isEqualTo(3);
  }
}
