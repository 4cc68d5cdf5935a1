package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.BackendProvider;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Kernels;

/** Finds {@link CudaKernels}. */
public final class CudaProvider implements BackendProvider {

  @Override
  public String name() {
    return Backend.CUDA.key();
  }

  @Override
  public int order() {
    return 100;
  }

  @Override
  public Kernels open(ComputeTarget target) {
    return CudaKernels.open(target.device(), target.precision());
  }
}
