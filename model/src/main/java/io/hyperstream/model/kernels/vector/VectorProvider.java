package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendProvider;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds {@link HeapKernels}: with the Vector API or, where the JVM runs without it, with loops. */
public final class VectorProvider implements BackendProvider {

  private static final Logger LOG = LoggerFactory.getLogger(VectorProvider.class);

  @Override
  public String name() {
    return Backend.VECTOR.key();
  }

  @Override
  public int order() {
    return 200;
  }

  @Override
  public Kernels open(ComputeTarget target) {
    try {
      return HeapKernels.vector(target.threads());
    } catch (LinkageError e) {
      LOG.warn(
          "The Vector API is off, so the learner runs on plain loops, many times slower. Start the"
              + " JVM with --add-modules jdk.incubator.vector (in Flink: env.java.opts.taskmanager).");
      return HeapKernels.plain(target.threads());
    }
  }
}
