package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Precision;
import org.junit.jupiter.api.Assumptions;

/** The back end on an emulated GPU, for tests of what is built on it. */
public final class EmulatedCuda {

  private static final long CAPACITY = 1L << 30;

  private EmulatedCuda() {}

  /** Opens it in floats, or skips the test with the reason. */
  public static CudaKernels open() {
    return open(Precision.FP32);
  }

  /** The same in another precision; only what kernels of our own do follows it. */
  public static CudaKernels open(Precision precision) {
    return new CudaKernels(device(CAPACITY, false), precision);
  }

  /** In floats, with blocks and threads from the last to the first. */
  public static CudaKernels openBackwards() {
    return openBackwards(Precision.FP32);
  }

  /** The same in another precision. */
  public static CudaKernels openBackwards(Precision precision) {
    return new CudaKernels(device(CAPACITY, true), precision);
  }

  static EmulatedDevice device(long capacity, boolean backwards) {
    Assumptions.assumeTrue(Emulator.OBSTACLE == null, Emulator.OBSTACLE);
    return new EmulatedDevice(capacity, backwards);
  }
}
