package io.hyperstream.model;

import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.observation.Observations;
import java.time.Duration;

/**
 * Runs steps of a learner that is thrown away, so that Java compiles the numeric loops before the
 * first symbol comes, for every number of windows that they treat differently. Interpreted, they
 * are hundreds of times slower.
 */
final class WarmUp {

  private final LearnerConfig config;
  private final Batch batch;
  private final StreamState[] states;
  private final Observations symbols;

  private WarmUp(LearnerConfig config) {
    this.config = config;
    this.batch = new Batch(config);
    this.states = new StreamState[config.batch()];
    for (int i = 0; i < states.length; i++) {
      states[i] = new StreamState(config.network());
    }
    int[] symbols = new int[config.window() + config.batch()];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = i % config.network().vocabulary();
    }
    this.symbols = Observations.of(batch.kind(), symbols);
  }

  /** Warms up for the given time. */
  static void run(LearnerConfig config, ComputeTarget target, Duration time) {
    WarmUp warmUp = new WarmUp(config);
    try (Learner learner = Learner.create(config, target)) {
      long end = System.nanoTime() + time.toNanos();
      for (int windows = 1; System.nanoTime() < end; ) {
        warmUp.step(learner, windows);
        // A round goes from one window to all of them.
        windows = windows == config.batch() ? 1 : Math.min(config.batch(), 2 * windows);
      }
    }
  }

  private void step(Learner learner, int windows) {
    batch.clear();
    for (int i = 0; i < windows; i++) {
      // Ragged: every other window is shorter.
      batch.add(states[i], symbols, i, Math.max(1, config.window() - i % 2));
    }
    learner.step(batch);
  }
}
