package io.hyperstream.model.kernels.cuda;

/**
 * A GPU of this machine.
 *
 * @param index as CUDA counts them, from 0
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 * @param major of its compute capability
 * @param minor of it
 * @param memory bytes of it
 */
record GpuCard(int index, String name, int major, int minor, long memory) {

  /** The oldest that CUDA 13 makes code for: a Turing. */
  static final int OLDEST = 75;

  /** Such as {@code 9.0}. */
  String computeCapability() {
    return major + "." + minor;
  }

  /** The same as compilers write it: 90. */
  int architecture() {
    return 10 * major + minor;
  }

  /** Whether this back end can use it. */
  boolean isSupported() {
    return architecture() >= OLDEST;
  }
}
