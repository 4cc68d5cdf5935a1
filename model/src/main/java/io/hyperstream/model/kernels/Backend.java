package io.hyperstream.model.kernels;

/** The back ends a learner can run on. */
public enum Backend {
  /** The fastest that loads. */
  AUTO,
  /** Java's Vector API on the CPU. */
  VECTOR
}
