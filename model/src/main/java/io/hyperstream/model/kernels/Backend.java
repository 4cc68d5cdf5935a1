package io.hyperstream.model.kernels;

import java.util.Locale;

/** The back ends a learner can run on. */
public enum Backend {
  /** The fastest that loads. */
  AUTO,
  /** Java's Vector API on the CPU, or plain loops where the JVM runs without it. */
  VECTOR,
  /**
   * ND4J on whatever it has on the class path: nd4j-native for the CPU, or nd4j-cuda-11.6 for a
   * GPU.
   */
  ND4J,
  /** CUDA on an NVIDIA GPU of compute capability 7.5 or higher. */
  CUDA;

  /** The name in reports, such as {@code vector}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
