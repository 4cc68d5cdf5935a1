package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.Precision;

final class CudaDevice {
  static Device open(int i, Precision p) {
    throw new UnsupportedOperationException();
  }
}
