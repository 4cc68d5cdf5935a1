package io.hyperstream.model;

import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.Observations;
import java.time.Duration;

/**
 * Runs steps of a learner that is thrown away, so that Java compiles the numeric loops before the
 * first symbol comes, for every number of windows that they treat differently. Interpreted, they
 * are hundreds of times slower.
 */
final class WarmUp {

  /** Before a trial measures. */
  private static final Duration TRIAL_WARM_UP = Duration.ofMillis(1500);

  private static final Duration TRIAL = Duration.ofSeconds(1);

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
    this.symbols = observations(config.network(), config.window() + config.batch());
  }

  private static Observations observations(HyperLstmConfig network, int count) {
    if (network.density() == null) {
      int[] symbols = new int[count];
      for (int i = 0; i < count; i++) {
        symbols[i] = i % network.vocabulary();
      }
      return Observations.of(network.observations(), symbols);
    }
    int width = network.density().width();
    double[] numbers = new double[count * width];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % 2;
    }
    return Observations.ofVectors(width, numbers);
  }

  /** Warms up for the given time. */
  static void run(LearnerConfig config, ComputeTarget target, Duration time) {
    try (Learner learner = Learner.create(config, target)) {
      new WarmUp(config).run(learner, time);
    }
  }

  /** How fast some kernels, which it closes, do whole steps once all is compiled. */
  static double symbolsPerSecond(LearnerConfig config, Kernels kernels) {
    try (Learner learner = Learner.create(config, kernels)) {
      WarmUp warmUp = new WarmUp(config);
      warmUp.run(learner, TRIAL_WARM_UP);
      warmUp.step(learner, config.batch());
      long symbols = 0;
      long start = System.nanoTime();
      long passed;
      do {
        warmUp.step(learner, config.batch());
        symbols += warmUp.batch.symbols();
        passed = System.nanoTime() - start;
      } while (passed < TRIAL.toNanos());
      return symbols * 1e9 / passed;
    }
  }

  private void run(Learner learner, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (int windows = 1; System.nanoTime() < end; ) {
      step(learner, windows);
      // A round goes from one window to all of them.
      windows = windows == config.batch() ? 1 : Math.min(config.batch(), 2 * windows);
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
