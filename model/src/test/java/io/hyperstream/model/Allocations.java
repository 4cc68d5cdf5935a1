package io.hyperstream.model;

import com.sun.management.ThreadMXBean;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/** A program that says what the steps of a learner still allocate once Java has compiled them. */
final class Allocations {

  private static final int STEPS = 20;

  /**
   * How much of the processor this thread may have meanwhile. On a busy machine the compiler gets
   * no less of it, whatever the clock says.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A history that is full before it is measured: one that grows allocates. */
  private static final ContextConfig CONTEXT = new ContextConfig(4 << 20, 1 << 10, true);

  /**
   * Prints the bytes that the latest steps allocated.
   *
   * @param args none for vectors of numbers; or the windows of a step, the lanes, whether there is
   *     a context model, and whether there is dropout
   */
  public static void main(String[] args) {
    Allocations allocations = new Allocations();
    System.out.println(
        args.length == 0
            ? allocations.ofVectors()
            : allocations.ofSymbols(
                Integer.parseInt(args[0]),
                Integer.parseInt(args[1]),
                Boolean.parseBoolean(args[2]),
                Boolean.parseBoolean(args[3])));
  }

  private static LearnerConfig config(boolean context) {
    LearnerConfig small = Preset.SMALL.config(1);
    RehearsalConfig rehearsal = new RehearsalConfig(3, 0.25, 100_000);
    return new LearnerConfig(small.network(), small.adam(), rehearsal, 8, 12, 1)
        .withContext(context ? CONTEXT : ContextConfig.OFF);
  }

  private static LearnerConfig dropping() {
    LearnerConfig small = config(false);
    Dropout dropout = new Dropout(0.1, 0.1, 0.1, 0.1, 0.1);
    return new LearnerConfig(
        small.network(),
        small.adam(),
        RehearsalConfig.OFF,
        ContextConfig.OFF,
        dropout,
        small.window(),
        small.batch(),
        1);
  }

  private long ofVectors() {
    LearnerConfig sensor = Preset.SENSOR.config(1);
    Batch batch = new Batch(sensor);
    StreamState state = new StreamState(sensor.network());
    Observations numbers = Observations.ofVectors(1, new Random(1).doubles(64).toArray());
    return allocated(
        sensor,
        1,
        learner -> {
          batch.clear();
          batch.add(state, numbers, 8 * (int) (learner.version() % 8), 8);
          learner.step(batch);
        });
  }

  private long ofSymbols(int windows, int lanes, boolean context, boolean drop) {
    LearnerConfig config = drop ? dropping() : config(context);
    Batch batch = new Batch(config);
    StreamState[] states = new StreamState[windows];
    for (int i = 0; i < windows; i++) {
      states[i] = new StreamState(config.network());
    }
    Observations symbols =
        Observations.ofBytes(
            "the quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.US_ASCII));
    int[] step = {0};
    return allocated(
        config,
        lanes,
        learner -> {
          batch.clear();
          for (int i = 0; i < windows; i++) {
            // Ragged, and every window elsewhere in the text.
            batch.add(states[i], symbols, (i + step[0]) % 30, 8 - i % 3);
          }
          step[0]++;
          learner.step(batch);
        });
  }

  private long allocated(LearnerConfig config, int lanes, Consumer<Learner> step) {
    ComputeTarget target = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(lanes);
    long allocated = Long.MAX_VALUE;
    long start = threads.getCurrentThreadCpuTime();
    try (Learner learner = Learner.create(config, target)) {
      while (allocated > 0 && threads.getCurrentThreadCpuTime() - start < PATIENCE.toNanos()) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < STEPS; i++) {
          step.accept(learner);
        }
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    return allocated;
  }
}
