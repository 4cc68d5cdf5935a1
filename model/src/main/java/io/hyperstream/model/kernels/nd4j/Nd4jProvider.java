package io.hyperstream.model.kernels.nd4j;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendProvider;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;

/** Finds {@link Nd4jKernels}. */
public final class Nd4jProvider implements BackendProvider {

  @Override
  public String name() {
    return Backend.ND4J.key();
  }

  @Override
  public int order() {
    return 300;
  }

  @Override
  public Kernels open(ComputeTarget target) {
    return Nd4jSupport.open(target.device());
  }
}
