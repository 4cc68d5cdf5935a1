package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A learner that cannot be made leaves no thread behind, whatever it failed with. */
class FailedStartTest {

  private static final ComputeTarget THREADS = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(3);

  private static final long LIMIT_NANOS = Duration.ofSeconds(10).toNanos();

  /** Other tests may have left some that end later. */
  private final Set<Thread> before = threads();

  @Test
  void moreThanTheHeapHas() throws Exception {
    LearnerConfig larger =
        new LearnerConfig(
            HyperLstmConfig.builder().vocabulary(8).layers(1).hidden(64).hyper(0).build(),
            AdamConfig.builder().build(),
            RehearsalConfig.OFF,
            4096,
            4096,
            1);
    assertThatThrownBy(() -> Learner.create(larger, THREADS)).isInstanceOf(OutOfMemoryError.class);
    requireNoThreads();
  }

  @Test
  void whatIsClosedLeavesNoneEither() throws Exception {
    Learner.create(Preset.SMALL.config(1), THREADS).close();
    requireNoThreads();
  }

  private void requireNoThreads() throws InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!before.containsAll(threads()) && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(before).containsAll(threads());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("hyperstream-worker"))
        .collect(Collectors.toSet());
  }
}
