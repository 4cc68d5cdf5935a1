package io.hyperstream.model.kernels.cuda;

import org.junit.jupiter.api.Assumptions;

/** The back end on an emulated GPU, for tests of what is built on it. */
public final class EmulatedCuda {

  private static final long CAPACITY = 1L << 30;

  private EmulatedCuda() {}

  /** Opens it, or skips the test with the reason. */
  public static CudaKernels open() {
    return new CudaKernels(device(CAPACITY, false));
  }

  /** The same, with blocks and threads from the last to the first. */
  public static CudaKernels openBackwards() {
    return new CudaKernels(device(CAPACITY, true));
  }

  static EmulatedDevice device(long capacity, boolean backwards) {
    Assumptions.assumeTrue(Emulator.OBSTACLE == null, Emulator.OBSTACLE);
    return new EmulatedDevice(capacity, backwards);
  }
}
