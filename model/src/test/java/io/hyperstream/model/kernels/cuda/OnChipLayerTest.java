package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Initialisation;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A layer on the chip, on an emulated GPU. That its numbers are right is in {@link
 * io.hyperstream.model.check.CudaCheckTest}.
 */
class OnChipLayerTest {

  private static final int WINDOW = 5;
  private static final int WINDOWS = 17;

  private static LearnerConfig config() {
    LearnerConfig small = Preset.SMALL.config(1);
    HyperLstmConfig n = small.network();
    return new LearnerConfig(
        HyperLstmConfig.builder()
            .vocabulary(20)
            .layers(2)
            .hidden(48)
            .hyper(n.hyper())
            .signalSize(n.signalSize())
            .normalisation(n.normalisation())
            .initialisation(Initialisation.SYMMETRY_BROKEN)
            .hyperBias(n.hyperBias())
            .softmaxInput(n.softmaxInput())
            .symbolInput(n.symbolInput())
            .build(),
        small.adam(),
        RehearsalConfig.OFF,
        WINDOW,
        WINDOWS,
        1);
  }

  /** The weights after some steps on ragged windows. */
  private static float[] learn(CudaKernels kernels) {
    LearnerConfig config = config();
    try (Learner learner = Learner.create(config, kernels)) {
      Batch batch = new Batch(config);
      int[] symbols = new Random(3).ints(WINDOWS * WINDOW, 0, 20).toArray();
      for (int step = 0; step < 3; step++) {
        batch.clear();
        for (int w = 0; w < WINDOWS; w++) {
          batch.add(
              new StreamState(config.network()),
              Observations.of(batch.kind(), symbols),
              w,
              1 + w % WINDOW);
        }
        assertThat(learner.step(batch).skipped()).isFalse();
      }
      return learner.weights();
    }
  }

  @Test
  void theBitsDoNotDependOnTheOrderOfBlocksAndThreads() {
    float[] weights = learn(EmulatedCuda.open(Precision.BF16));
    float[] others = learn(EmulatedCuda.openBackwards(Precision.BF16));
    assertThat(Arrays.equals(others, weights)).as("the same weights").isTrue();
  }

  @Test
  void aWindowTakesAFewLaunches() {
    CudaKernels kernels = EmulatedCuda.open(Precision.BF16);
    try (Learner learner = Learner.create(config(), kernels)) {
      Batch batch = new Batch(learner.config());
      for (int step = 0; step < 2; step++) {
        batch.clear();
        batch.add(
            new StreamState(learner.config().network()),
            Observations.ofBytes((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5),
            0,
            WINDOW);
        learner.step(batch);
      }
      assertThat(kernels.largestRecording()).isBetween(5, 60);
    }
  }

  @Test
  void theCardDecidesHowManyUnitsFit() {
    int ampere = 163 << 10;
    int ada = 99 << 10;
    assertThat(OnChipLayer.sharedBytes(128)).isBetween(ada, ampere);
    assertThat(OnChipLayer.sharedBytes(96)).isLessThan(ada);
  }
}
