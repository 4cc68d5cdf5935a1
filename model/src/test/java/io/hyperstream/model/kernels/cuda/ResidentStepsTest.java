package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A window in one launch, of a layer whose weights several blocks share. */
class ResidentStepsTest {

  private static final int WINDOWS = 19;
  private static final int WINDOW = 3;

  private static LearnerConfig config(int windows) {
    return config(windows, 300, 36);
  }

  private static LearnerConfig config(int windows, int units, int hyperUnits) {
    HyperLstmConfig network =
        HyperLstmConfig.builder()
            .vocabulary(20)
            .layers(1)
            .hidden(units)
            .hyper(hyperUnits)
            .signalSize(4)
            .build();
    return new LearnerConfig(
        network, Preset.PTB.config(1).adam(), RehearsalConfig.OFF, WINDOW, windows, 1);
  }

  /** The weights after some steps on ragged windows. */
  private static float[] learn(CudaKernels kernels, LearnerConfig config) {
    int windows = config.batch();
    try (Learner learner = Learner.create(config, kernels)) {
      Batch batch = new Batch(config);
      int[] symbols = new Random(3).ints(windows * WINDOW, 0, 20).toArray();
      for (int step = 0; step < 2; step++) {
        batch.clear();
        for (int w = 0; w < windows; w++) {
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

  /** With shares of several blocks; and with more rows than half of the warps take. */
  @Test
  void theBitsDoNotDependOnTheOrderOfBlocksAndThreads() {
    for (LearnerConfig config : List.of(config(WINDOWS), config(65, 16, 4))) {
      float[] weights = learn(EmulatedCuda.open(Precision.BF16), config);
      float[] others = learn(EmulatedCuda.openBackwards(Precision.BF16), config);
      assertThat(Arrays.equals(others, weights)).as("the same weights").isTrue();
    }
  }

  @Test
  void aWindowTakesTwoLaunchesIfThereIsRoomForAllWindows() {
    assertThat(pieces(Precision.BF16, 128)).isEqualTo(pieces(Precision.BF16, 1));
    assertThat(pieces(Precision.BF16, 129) - pieces(Precision.BF16, 128))
        .as("without: two pieces a step and direction; with: a launch and a clearing a direction")
        .isEqualTo(2 * 2 * WINDOW - 2 * 2);
  }

  @Test
  void aWindowTakesManyWithoutBfloat16() {
    assertThat(pieces(Precision.TF32, 128)).isEqualTo(pieces(Precision.TF32, 129));
  }

  /** Pieces of work of a step whose batch has so many full windows. */
  private static int pieces(Precision precision, int windows) {
    CountingDevice device = new CountingDevice();
    try (CudaKernels kernels = new CudaKernels(device, precision)) {
      Network network = Network.create(config(windows).network(), kernels, windows, WINDOW);
      int[] lengths = new int[windows];
      Arrays.fill(lengths, WINDOW);
      network.begin(lengths, windows);
      for (int w = 0; w < windows; w++) {
        for (int t = 0; t < WINDOW; t++) {
          network.setSymbol(w, t, t, 0, 1);
        }
      }
      device.pieces = 0;
      network.forward();
      network.backward();
      return device.pieces;
    }
  }
}
