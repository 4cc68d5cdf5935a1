package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A layer whose scales are made where they are used; {@code CudaCheckTest} has its numbers. */
class TiledLayerTest {

  /** More than a block has rows. */
  private static final int WINDOWS = 35;

  private static final int WINDOW = 3;

  private static LearnerConfig config() {
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .vocabulary(20)
            .layers(1)
            .hidden(40)
            .hyper(32)
            .signalSize(64)
            .build();
    return new LearnerConfig(
        network, Preset.ENWIK8.config(1).adam(), RehearsalConfig.OFF, WINDOW, WINDOWS, 1);
  }

  /** The weights after a step on ragged windows. */
  private static float[] learn(CudaKernels kernels) {
    LearnerConfig config = config();
    try (Learner learner = Learner.create(config, kernels)) {
      Batch batch = new Batch(config);
      int[] symbols = new Random(3).ints(WINDOWS * WINDOW, 0, 20).toArray();
      for (int w = 0; w < WINDOWS; w++) {
        StreamState state = new StreamState(config.network());
        batch.add(state, Observations.of(batch.kind(), symbols), w, w == 0 ? WINDOW : WINDOW - 1);
      }
      assertThat(learner.step(batch).skipped()).isFalse();
      return learner.weights();
    }
  }

  @Test
  void theBitsDoNotDependOnTheOrderOfBlocksAndThreads() {
    float[] weights = learn(EmulatedCuda.open(Precision.BF16));
    float[] others = learn(EmulatedCuda.openBackwards(Precision.BF16));
    assertThat(Arrays.equals(others, weights)).as("the same weights").isTrue();
  }
}
