package io.hyperstream.tools.bench.memory;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.tools.bench.speed.SampleText;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets learners come and go on a device, and watches its memory. */
public final class MemoryBench {

  private static final int LEARNERS = 10;

  /** From the second one on, a step is played back from a recording, which takes memory too. */
  private static final int STEPS = 3;

  private MemoryBench() {}

  /**
   * Runs ten learners, one after the other.
   *
   * @param kernels opens those of a learner
   * @param progress told what is being done
   * @throws IllegalArgumentException if they have no device
   */
  public static MemoryReport run(
      LearnerConfig config, Supplier<Kernels> kernels, Consumer<String> progress) {
    // Open all the while, so that what all learners of a process share stays loaded.
    try (Kernels watching = kernels.get()) {
      DeviceUse device =
          watching
              .device()
              .orElseThrow(() -> new IllegalArgumentException("there is no device to watch"));
      long accounted = 0;
      long taken = 0;
      long first = 0;
      for (int i = 1; i <= LEARNERS; i++) {
        progress.accept("Learner %d of %d ...".formatted(i, LEARNERS));
        long before = device.freeBytes();
        try (Learner learner = Learner.create(config, kernels.get())) {
          learn(learner);
          accounted = learner.device().orElseThrow().memoryBytes();
          // The first one loads what the others find there.
          taken = i == 1 ? 0 : Math.max(taken, before - device.freeBytes());
        }
        first = i == 1 ? device.freeBytes() : first;
      }
      return new MemoryReport(
          device.device(), LEARNERS, accounted, taken, first - device.freeBytes());
    }
  }

  private static void learn(Learner learner) {
    LearnerConfig config = learner.config();
    Batch batch = new Batch(config);
    Observations text = Observations.of(batch.kind(), SampleText.symbols());
    StreamState[] states = new StreamState[config.batch()];
    for (int step = 0; step < STEPS; step++) {
      batch.clear();
      for (int i = 0; i < states.length; i++) {
        states[i] = step == 0 ? new StreamState(config.network()) : states[i];
        batch.add(states[i], text, (i + step * states.length) * config.window(), config.window());
      }
      learner.step(batch);
    }
  }
}
