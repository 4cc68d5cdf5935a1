package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.optim.RehearsalConfig;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once Java has compiled it, a step allocates nothing. */
class AllocationTest {

  private static final int STEPS = 20;

  /** The compiler takes its time on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static LearnerConfig config() {
    LearnerConfig small = Preset.SMALL.config(1);
    return new LearnerConfig(
        small.network(), small.adam(), new RehearsalConfig(3, 0.25, 100_000), 8, 12, 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "12, 1", "7, 2"})
  void aStepAllocatesNothing(int windows, int lanes) {
    LearnerConfig config = config();
    Batch batch = new Batch(config);
    StreamState[] states = new StreamState[windows];
    for (int i = 0; i < windows; i++) {
      states[i] = new StreamState(config.network());
    }
    int[] symbols = "the quick brown fox jumps over the lazy dog".chars().toArray();
    long allocated = Long.MAX_VALUE;
    long start = System.nanoTime();
    try (Learner learner = Learner.create(config, Backend.AUTO, lanes)) {
      while (allocated > 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int step = 0; step < STEPS; step++) {
          batch.clear();
          for (int i = 0; i < windows; i++) {
            // Ragged, and every window elsewhere in the text.
            batch.add(states[i], symbols, (i + step) % 30, 8 - i % 3);
          }
          learner.step(batch);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    assertThat(allocated).isZero();
  }
}
