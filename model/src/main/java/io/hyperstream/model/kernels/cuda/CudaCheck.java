package io.hyperstream.model.kernels.cuda;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;

/** Turns the status that CUDA's functions return into exceptions. */
final class CudaCheck {

  private CudaCheck() {}

  /** Of the runtime. */
  static void runtime(int status, String what) {
    if (status != cudart.cudaSuccess) {
      throw failure(what, status, cudart.cudaGetErrorString(status));
    }
  }

  /** Of the driver. */
  static void driver(int status, String what) {
    if (status != cudart.CUDA_SUCCESS) {
      throw failure(what, status, new BytePointer("see CUresult in CUDA's documentation"));
    }
  }

  static void blas(int status, String what) {
    if (status != cublas.CUBLAS_STATUS_SUCCESS) {
      throw failure(what, status, cublas.cublasGetStatusString(status));
    }
  }

  static void compiler(int status, String what) {
    if (status != nvrtc.NVRTC_SUCCESS) {
      throw failure(what, status, nvrtc.nvrtcGetErrorString(status));
    }
  }

  private static IllegalStateException failure(String what, int status, BytePointer message) {
    return new IllegalStateException(
        "the GPU failed at %s: %s (%d)".formatted(what, message.getString(), status));
  }
}
