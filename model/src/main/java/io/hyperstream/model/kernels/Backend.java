package io.hyperstream.model.kernels;

import io.hyperstream.model.kernels.vector.HeapKernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The back ends a learner can run on. */
public enum Backend {
  /** The fastest that loads. */
  AUTO,
  /** Java's Vector API on the CPU, or plain loops where the JVM runs without it. */
  VECTOR;

  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  /**
   * Loads the back end.
   *
   * @param lanes threads to compute with, the caller's among them
   */
  public Kernels open(int lanes) {
    try {
      return HeapKernels.vector(lanes);
    } catch (LinkageError e) {
      LOG.warn(
          "The Vector API is off, so the learner runs on plain loops, many times slower. Start the"
              + " JVM with --add-modules jdk.incubator.vector (in Flink: env.java.opts.all).");
      return HeapKernels.plain(lanes);
    }
  }
}
