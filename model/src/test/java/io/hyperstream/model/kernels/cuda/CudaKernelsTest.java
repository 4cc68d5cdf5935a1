package io.hyperstream.model.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.RowFetch;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the host does around the kernels, on an emulated GPU. */
class CudaKernelsTest {

  @Test
  void vectorsOfNumbersAreRefusedWithWhatToDo() {
    try (CudaKernels kernels = new CudaKernels(new CountingDevice(), Precision.TF32)) {
      DensityConfig density = new DensityConfig(3, 1, 4, true, true, false);
      assertThatThrownBy(() -> kernels.density(density))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining("no vectors of numbers")
          .hasMessageContaining("set learn.backend to vector");
    }
  }

  private static final int WINDOW = 4;

  private static LearnerConfig config() {
    LearnerConfig small = Preset.SMALL.config(1);
    HyperLstmConfig n = small.network();
    return new LearnerConfig(
        HyperLstmConfig.builder()
            .vocabulary(8)
            .hidden(6)
            .hyper(3)
            .signalSize(2)
            .normalisation(n.normalisation())
            .initialisation(n.initialisation())
            .hyperBias(n.hyperBias())
            .softmaxInput(n.softmaxInput())
            .symbolInput(n.symbolInput())
            .build(),
        small.adam(),
        small.rehearsal(),
        ContextConfig.OFF,
        WINDOW,
        2,
        1);
  }

  private static void step(Learner learner, int length) {
    Batch batch = new Batch(learner.config());
    batch.add(
        new StreamState(learner.config().network()),
        Observations.ofBytes((byte) 1, (byte) 2, (byte) 3, (byte) 4),
        0,
        length);
    learner.step(batch);
  }

  @ParameterizedTest
  @EnumSource(names = {"PTB", "PTB_LARGE_EMBEDDING", "ENWIK8", "ENWIK8_LARGE"})
  void kernelsTakeSeveralColumnsOfThePapersLayersAtOnce(Preset preset) {
    CountingDevice device = new CountingDevice();
    try (CudaKernels kernels = new CudaKernels(device, Precision.TF32)) {
      Network network = Network.create(preset.config(1).network(), kernels, 1, 1);
      network.begin(new int[] {1}, 1);
      network.setSymbol(0, 0, 0, 0, 1);
      network.forward();
      network.backward();
    }
    assertThat(device.kernels)
        .contains("gather_fours")
        .anyMatch(name -> name.startsWith("packed_gradients_"))
        .noneMatch(name -> name.startsWith("main_gradients_"));
  }

  @Test
  void theSecondWindowOfAShapeIsRecordedAndThenPlayedBack() {
    EmulatedDevice device = EmulatedCuda.device(1L << 30, false);
    CudaKernels kernels = new CudaKernels(device, Precision.FP32);
    LearnerConfig alone =
        new LearnerConfig(config().network(), config().adam(), RehearsalConfig.OFF, WINDOW, 2, 1);
    try (Learner learner = Learner.create(alone, kernels)) {
      step(learner, 4);
      assertThat(kernels.recordings()).isZero();
      step(learner, 4);
      // Forward, backward and the gradients.
      assertThat(kernels.recordings()).isEqualTo(3);
      assertThat(device.replays).isEqualTo(3);
      step(learner, 3);
      step(learner, 4);
      assertThat(kernels.recordings()).isEqualTo(3);
      assertThat(device.replays).isEqualTo(6);
      assertThat(kernels.largestRecording()).isGreaterThan(4 * WINDOW);
    }
  }

  @Test
  void theShapeThatWasNotUsedForLongestMakesRoom() {
    EmulatedDevice device = EmulatedCuda.device(1L << 30, false);
    Recordings recordings = new Recordings(device, new DeviceClock(device), 2);
    int[] runs = new int[1];
    Runnable work = () -> runs[0]++;
    for (int shape : new int[] {1, 1, 2, 1, 3, 2, 1}) {
      recordings.run(work, new int[] {shape, 9}, 1);
    }
    // 1 is run and recorded; 2, then 3 in the place of 2, then 2 in the place of 1 and 1 in that of
    // 3 are new each time.
    assertThat(runs[0]).isEqualTo(6);
    assertThat(device.replays).isEqualTo(2);
    assertThat(recordings.size()).isZero();
  }

  @Test
  void memoryIsAccountedForByPurposeAndGivenBack() {
    EmulatedDevice device = EmulatedCuda.device(1L << 30, false);
    CudaKernels kernels = new CudaKernels(device, Precision.FP32);
    try (Learner learner = Learner.create(config(), kernels)) {
      step(learner, 4);
      long inUse = kernels.device().orElseThrow().memoryBytes();
      assertThat(inUse).isEqualTo(device.totalBytes() - device.freeBytes());
      assertThat(kernels.memoryByPurpose().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(inUse);
      assertThat(kernels.memoryByPurpose())
          .containsKeys(
              "parameters, their gradient and its moments",
              "the windows of a step, up to 5 of 4 symbols",
              "the workspace of products");
    }
    assertThat(device.freeBytes()).isEqualTo(device.totalBytes());
  }

  @Test
  void smallRequestsShareAPieceOfTheDevicesMemory() {
    EmulatedDevice device = EmulatedCuda.device(1L << 30, false);
    try (CudaKernels kernels = new CudaKernels(device, Precision.FP32)) {
      long before = device.freeBytes();
      for (int i = 0; i < 100; i++) {
        kernels.allocate("a test", 10, 10);
      }
      assertThat(before - device.freeBytes()).isLessThanOrEqualTo(2 << 20);
    }
  }

  @Test
  void tenLearnersInARowLeaveNothing() {
    EmulatedDevice device = EmulatedCuda.device(1L << 30, false);
    long taken = 0;
    for (int i = 0; i < 10; i++) {
      CudaKernels kernels = new CudaKernels(device, Precision.BF16);
      try (Learner learner = Learner.create(config(), kernels)) {
        // Ragged, full, and full from a recording.
        step(learner, 2);
        step(learner, 4);
        step(learner, 4);
        long inUse = device.totalBytes() - device.freeBytes();
        assertThat(learner.device().orElseThrow().memoryBytes()).isEqualTo(inUse);
        taken = i == 0 ? inUse : taken;
        assertThat(inUse).isEqualTo(taken);
      }
      assertThat(device.freeBytes()).isEqualTo(device.totalBytes());
    }
  }

  @Test
  void theDeviceHasTheWholeStepToDoWhileTheHostMixes() {
    EmulatedDevice device = EmulatedCuda.device(1L << 30, false);
    LearnerConfig mixed =
        new LearnerConfig(
            config().network().withVocabulary(256),
            config().adam(),
            RehearsalConfig.OFF,
            new ContextConfig(4 << 20, 1 << 10, true),
            WINDOW,
            2,
            1);
    try (Learner learner = Learner.create(mixed, new CudaKernels(device, Precision.FP32))) {
      device.leftToDo = 0;
      step(learner, 4);
      // Loss, backward pass and gradients of four time steps are dozens of pieces.
      assertThat(device.leftToDo).isGreaterThan(20);
    }
  }

  /** No room for the workspace, for sums, for parameters, for a window. */
  @ParameterizedTest
  @ValueSource(longs = {1 << 20, 32 << 20, 34_000_000, 36_000_000})
  void aStartThatFailsGivesAllMemoryBack(long capacity) {
    EmulatedDevice device = EmulatedCuda.device(capacity, false);
    assertThatThrownBy(
            () -> Learner.create(Preset.PTB.config(1), CudaKernels.on(device, Precision.FP32)))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasNoSuppressedExceptions();
    assertThat(device.freeBytes()).isEqualTo(capacity);
    device.close(); // refuses while any is held
  }

  @Test
  void noRoomSaysHowMuchForWhatAndWhatToDo() {
    CudaKernels kernels = new CudaKernels(EmulatedCuda.device(42_000_000, false), Precision.FP32);
    String purpose = "the windows of a step";
    kernels.allocate(purpose, 1000, 1000);
    assertThatThrownBy(() -> kernels.allocate(purpose, 1000, 1000))
        .isInstanceOf(OutOfDeviceMemoryException.class)
        .hasMessage(
            "the GPU 'emulated' has no room for 4.0 MB more for the windows of a step: 2.2 MB of its"
                + " 42.0 MB are free, and this learner holds 39.8 MB (2.3 MB for nothing yet; 33.6"
                + " MB for the workspace of products; 0.0 MB for cuBLAS itself; 0.0 MB for sums in"
                + " two stages; 4.0 MB for the windows of a step). Make the batch, the window or the network smaller, or let fewer learners share the"
                + " GPU");
    kernels.close();
  }

  @Test
  void manyUploadsDoNotWriteOverEachOther() {
    try (CudaKernels kernels = EmulatedCuda.open()) {
      int size = 3_000_000;
      float[] values = new float[size];
      Matrix one = kernels.allocate("a test", 1, size);
      Matrix other = kernels.allocate("a test", 1, size);
      Indices indices = kernels.indices(2);
      values[size - 1] = 7;
      kernels.upload(values, 0, one, 0, 1);
      indices.values()[1] = 5;
      kernels.upload(indices, 2);
      indices.values()[1] = 6;
      values[size - 1] = 8;
      kernels.upload(values, 0, other, 0, 1);
      float[] last = new float[size];
      kernels.download(one, 0, 1, last, 0);
      assertThat(last[size - 1]).isEqualTo(7);
      kernels.download(other, 0, 1, last, 0);
      assertThat(last[size - 1]).isEqualTo(8);
      Matrix table = kernels.allocate("a test", 7, 1);
      kernels.upload(new float[] {0, 1, 2, 3, 4, 5, 6}, 0, table, 0, 7);
      Matrix out = kernels.allocate("a test", 2, 1);
      kernels.gather(table, indices, 0, 2, out);
      float[] gathered = new float[2];
      kernels.download(out, 0, 2, gathered, 0);
      assertThat(gathered).containsExactly(0, 5);
    }
  }

  @Test
  void rowsArriveBeforeTheWorkThatFollowsThem() {
    try (CudaKernels kernels = EmulatedCuda.open()) {
      Matrix matrix = kernels.allocate("a test", 4, 2);
      kernels.upload(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 0, matrix, 0, 4);
      RowFetch few = kernels.rowFetch();
      RowFetch all = kernels.rowFetch();
      few.start(matrix, 1, 2);
      kernels.zero(matrix, 2, 1);
      all.start(matrix, 0, 4);
      kernels.zero(matrix, 0, 4);
      few.await();
      float[] row = new float[2];
      few.get(2, row, 0);
      assertThat(row).containsExactly(4, 5);
      // While the rest is on its way, more rows are asked for than there was room for.
      few.start(matrix, 0, 4);
      all.await();
      all.get(2, row, 0);
      assertThat(row).containsExactly(0, 0);
      all.get(3, row, 0);
      assertThat(row).containsExactly(6, 7);
      few.await();
      few.get(3, row, 0);
      assertThat(row).containsExactly(0, 0);
    }
  }

  @Test
  void aViewBeyondItsMemoryIsRefused() {
    try (CudaKernels kernels = EmulatedCuda.open()) {
      Matrix memory = kernels.allocate("a test", 1, 10);
      assertThatThrownBy(() -> kernels.view(memory, 4, 2, 3, 5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("2 x 3 floats, 5 apart, do not fit into the 6 that are there");
    }
  }

  @Test
  void theDeviceIsTimedFromTheFirstWorkToTheWait() {
    try (CudaKernels kernels = EmulatedCuda.open()) {
      Matrix matrix = kernels.allocate("a test", 4, 2);
      float[] values = new float[8];
      kernels.download(matrix, 0, 4, values, 0);
      long before = kernels.device().orElseThrow().busyNanos();
      kernels.zero(matrix, 0, 4);
      kernels.zero(matrix, 0, 4);
      kernels.download(matrix, 0, 4, values, 0);
      // The emulated clock gives a millisecond for each stretch of work.
      assertThat(kernels.device().orElseThrow().busyNanos()).isEqualTo(before + 1_000_000);
    }
  }
}
