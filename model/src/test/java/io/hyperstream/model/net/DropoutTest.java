package io.hyperstream.model.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StepResult;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.vector.HeapKernels;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Dropout is in a step that learns, and nowhere else. */
class DropoutTest {

  private static final Dropout ALL = new Dropout(0.2, 0.2, 0.2, 0.2, 0.4);
  private static final ComputeTarget TARGET = ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1);
  private static final Observations TEXT =
      Observations.ofBytes("to be or not to be, that is".getBytes(StandardCharsets.US_ASCII));

  private static LearnerConfig config(Dropout dropout) {
    LearnerConfig small = Preset.SMALL.config(3);
    HyperLstmConfig network = small.network().toBuilder().hidden(12).hyper(5).signalSize(3).build();
    return new LearnerConfig(
        network, small.adam(), RehearsalConfig.OFF, ContextConfig.OFF, dropout, 8, 3, 3);
  }

  private static Batch batch(LearnerConfig config) {
    Batch batch = new Batch(config);
    for (int i = 0; i < 3; i++) {
      batch.add(new StreamState(config.network()), TEXT, 5 * i, 8 - i);
    }
    return batch;
  }

  private static float[] bits(StepResult result) {
    float[] bits = new float[8];
    for (int t = 0; t < bits.length; t++) {
      bits[t] = result.networkBits(0, t);
    }
    return bits;
  }

  /** Also behind a step that has left its masks. */
  @Test
  void aScoreDropsNothing() {
    LearnerConfig config = config(ALL);
    try (Learner learner = Learner.create(config, TARGET);
        Learner judge = Learner.create(config(Dropout.NONE), TARGET)) {
      for (int i = 0; i < 3; i++) {
        learner.step(batch(config));
        judge.setWeights(learner.weights());
        assertThat(bits(learner.score(batch(config)))).isEqualTo(bits(judge.score(batch(config))));
      }
    }
  }

  @Test
  void aStepDropsOtherNumbersThanTheOneBefore() {
    LearnerConfig config = config(ALL);
    try (Learner learner = Learner.create(config, TARGET)) {
      for (int i = 0; i < 20; i++) {
        learner.step(batch(config));
      }
      float[] whole = bits(learner.score(batch(config)));
      float[] before = learner.weights();
      learner.scaleRate(0);
      float[] first = bits(learner.step(batch(config)));
      float[] second = bits(learner.step(batch(config)));
      assertThat(first).isNotEqualTo(whole).isNotEqualTo(second);
      assertThat(learner.weights()).isEqualTo(before);
      assertThat(bits(learner.score(batch(config)))).isEqualTo(whole);
    }
  }

  /** The masks of streams do not depend on how windows are dealt out. */
  @Test
  void workersDropTheSame() {
    LearnerConfig config = config(ALL);
    double one = totalBits(config, 1);
    assertThat(totalBits(config, 2)).isCloseTo(one, org.assertj.core.api.Assertions.within(1e-2));
  }

  private static double totalBits(LearnerConfig config, int workers) {
    try (Learner learner = Learner.create(config, HeapKernels.vector(workers))) {
      double bits = 0;
      for (int i = 0; i < 10; i++) {
        bits += learner.step(batch(config)).totalNetworkBits();
      }
      return bits;
    }
  }

  @Test
  void gradientsOfTheNetworkAreThoseOfItsOwnWeights() {
    HyperLstmConfig config = config(ALL).network();
    try (HeapKernels kernels = HeapKernels.plain(1)) {
      Network network = Network.create(config, new Masks(ALL, 1), kernels, 1, 4);
      network.weights().set(StartValues.of(network.layout(), 1));
      float[] weights = network.weights().toArray();
      network.begin(new int[] {4}, 1);
      network.setState(0, new float[config.stateSize()]);
      for (int t = 0; t < 4; t++) {
        network.setSymbol(0, t, t == 0 ? -1 : 'a', 'a', 1);
      }
      network.drop(0);
      assertThat(network.weights().toArray()).isNotEqualTo(weights);
      network.forward();
      network.loss();
      network.backward();
      network.weightGradients();
      network.restore();
      assertThat(network.weights().toArray()).isEqualTo(weights);
    }
  }
}
