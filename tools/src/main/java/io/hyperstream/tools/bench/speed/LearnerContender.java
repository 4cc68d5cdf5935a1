package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.observation.Observations;
import java.time.Duration;
import java.util.Optional;

/** This project's learner on streams of their own, each going round through the text. */
final class LearnerContender implements Contender {

  private final BenchCase benchCase;
  private final Learner learner;
  private final Batch batch;
  private final StreamState[] states;
  private final int[] positions;
  private final Observations text;

  /**
   * @param text symbols, more than a window
   */
  LearnerContender(BenchCase benchCase, int[] text) {
    this.benchCase = benchCase;
    this.batch = new Batch(benchCase.learnerConfig());
    this.text = Observations.of(batch.kind(), text);
    this.states = new StreamState[benchCase.batch()];
    this.positions = new int[benchCase.batch()];
    for (int i = 0; i < states.length; i++) {
      states[i] = new StreamState(benchCase.network());
      positions[i] = (int) ((long) i * (text.length - benchCase.window()) / states.length);
    }
    this.learner = Learner.create(benchCase.learnerConfig(), benchCase.target());
  }

  /** The back end's name, such as {@code vector}. */
  String backend() {
    return learner.backend();
  }

  /** The device that it computes on, if it has one. */
  Optional<DeviceUse> device() {
    return learner.device();
  }

  @Override
  public double symbolsPerSecond(Duration time) {
    long limit = time.toNanos();
    long symbols = 0;
    long start = System.nanoTime();
    long passed;
    do {
      step();
      symbols += batch.symbols();
      passed = System.nanoTime() - start;
    } while (passed < limit);
    return symbols * 1e9 / passed;
  }

  private void step() {
    batch.clear();
    int window = benchCase.window();
    for (int i = 0; i < states.length; i++) {
      batch.add(states[i], text, positions[i], window);
      positions[i] += window;
      if (positions[i] + window > text.size()) {
        positions[i] = 0;
      }
    }
    if (benchCase.learning()) {
      learner.step(batch);
    } else {
      learner.score(batch);
    }
  }

  @Override
  public void close() {
    learner.close();
  }
}
