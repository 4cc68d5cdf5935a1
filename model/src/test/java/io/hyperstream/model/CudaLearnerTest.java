package io.hyperstream.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.cuda.CudaKernels;
import io.hyperstream.model.kernels.cuda.EmulatedCuda;
import io.hyperstream.model.kernels.vector.HeapKernels;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A learner on the cuda back end, emulated: whole steps, one after the other. */
class CudaLearnerTest {

  private static final int VOCABULARY = 8;
  private static final int WINDOWS = 3;
  private static final int STEPS = 12;
  private static final int WINDOW = 5;

  private static LearnerConfig config(double beta1) {
    return new LearnerConfig(
        HyperLstmConfig.builder()
            .vocabulary(VOCABULARY)
            .layers(2)
            .hidden(12)
            .hyper(6)
            .signalSize(2)
            .initialisation(Initialisation.ONLINE)
            .softmaxInput(SoftmaxInput.ALL)
            .symbolInput(SymbolInput.ALL)
            .build(),
        AdamConfig.builder().rate(0.01).beta1(beta1).maxMove(8).build(),
        new RehearsalConfig(1, 0.5, 100_000),
        WINDOW,
        WINDOWS,
        1);
  }

  /** What a run of steps gives. */
  private record Run(List<Double> bits, float[] weights, List<Integer> continuation) {}

  /**
   * Steps on windows of full length, and on ragged ones in between; then a prediction.
   *
   * @param ragged every how many steps windows are ragged
   */
  private static Run learn(Kernels kernels, LearnerConfig config, int ragged) {
    try (Learner learner = Learner.create(config, kernels)) {
      Batch batch = new Batch(config);
      List<StreamState> states = new ArrayList<>();
      for (int w = 0; w < WINDOWS; w++) {
        states.add(new StreamState(config.network()));
      }
      int[] random = new Random(3).ints(STEPS * WINDOW, 0, VOCABULARY).toArray();
      Observations symbols = Observations.of(batch.kind(), random);
      List<Double> bits = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        batch.clear();
        for (int w = 0; w < WINDOWS; w++) {
          int length = step % ragged == 1 ? 1 + (step + w) % WINDOW : WINDOW;
          batch.add(states.get(w), symbols, step * WINDOW, length);
        }
        bits.add(learner.step(batch).totalBits());
      }
      List<Integer> continuation = new ArrayList<>();
      for (NextSymbols next : learner.predict(states, 2, 4)) {
        for (int symbol : next.continuation()) {
          continuation.add(symbol);
        }
      }
      return new Run(bits, learner.weights(), continuation);
    }
  }

  private static void assertClose(Run actual, Run expected) {
    for (int step = 0; step < STEPS; step++) {
      assertThat(actual.bits.get(step))
          .as("bits of step %d", step)
          .isCloseTo(expected.bits.get(step), within(1e-3));
    }
    assertThat(actual.continuation).isEqualTo(expected.continuation);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void stepsMatchThoseOfPlainLoops(double beta1) {
    CudaKernels cuda = EmulatedCuda.open();
    assertClose(learn(cuda, config(beta1), 3), learn(HeapKernels.plain(1), config(beta1), 3));
  }

  /** Steps that are played back drop other numbers each time, and a prediction drops none. */
  @Test
  void stepsThatDropMatchThoseOfPlainLoops() {
    LearnerConfig small = config(0.9);
    LearnerConfig dropping =
        new LearnerConfig(
            small.network(),
            small.adam(),
            RehearsalConfig.OFF,
            ContextConfig.OFF,
            new Dropout(0.2, 0.1, 0.2, 0.1, 0.2),
            small.window(),
            small.batch(),
            small.seed());
    assertClose(learn(EmulatedCuda.open(), dropping, 3), learn(HeapKernels.plain(1), dropping, 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void mixingSeesTheLogits(int workers) {
    LearnerConfig small = config(0);
    LearnerConfig mixed =
        new LearnerConfig(
            small.network().withVocabulary(256),
            small.adam(),
            small.rehearsal(),
            new ContextConfig(4 << 20, 1 << 10, true, workers),
            small.window(),
            small.batch(),
            small.seed());
    assertClose(learn(EmulatedCuda.open(), mixed, 4), learn(HeapKernels.plain(1), mixed, 4));
  }

  @Test
  void theSameBatchesGiveTheSameBitsInWhateverOrderBlocksAndThreadsRun() {
    Run one = learn(EmulatedCuda.open(), config(0.9), 3);
    Run other = learn(EmulatedCuda.openBackwards(), config(0.9), 3);
    assertThat(other.bits).isEqualTo(one.bits);
    assertThat(Arrays.equals(other.weights, one.weights)).as("the same weights").isTrue();
  }

  @Test
  void aSickStreamSpoilsNothing() {
    LearnerConfig config = config(0);
    try (Learner learner = Learner.create(config, EmulatedCuda.open())) {
      float[] before = learner.weights();
      StreamState sick = new StreamState(config.network());
      sick.values()[3] = Float.NaN;
      Batch batch = new Batch(config);
      batch.add(sick, Observations.ofBytes((byte) 1, (byte) 2, (byte) 3), 0, 3);
      assertThat(learner.step(batch).skipped()).isTrue();
      assertThat(learner.weights()).isEqualTo(before);
      batch.clear();
      batch.add(sick, Observations.ofBytes((byte) 1, (byte) 2, (byte) 3), 0, 3);
      assertThat(learner.step(batch).skipped()).isFalse();
    }
  }
}
