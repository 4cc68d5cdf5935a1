package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.cuda.Device.Format;
import io.hyperstream.model.kernels.cuda.Device.Operand;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.FloatPointer;

/** cuBLAS for the products of one stream. The stream's device has to be the current one. */
final class CudaBlas implements AutoCloseable {

  private final cublasContext context = new cublasContext();

  /** How products of floats are computed. */
  private final int floatProducts;

  // Arguments of calls, made once.
  private final FloatPointer one = new FloatPointer(1f);
  private final FloatPointer zero = new FloatPointer(0f);
  private final Address left = new Address();
  private final Address right = new Address();
  private final Address result = new Address();

  /**
   * @param floatProducts one of {@code CUBLAS_COMPUTE_32F} and the like
   */
  CudaBlas(int floatProducts) {
    this.floatProducts = floatProducts;
  }

  /**
   * Starts it.
   *
   * @param workspace address of memory that products may use, of so many bytes
   */
  void start(CUstream_st stream, long workspace, long bytes) {
    CudaCheck.blas(cublas.cublasCreate_v2(context), "starting cuBLAS");
    CudaCheck.blas(cublas.cublasSetStream_v2(context, stream), "giving cuBLAS its stream");
    CudaCheck.blas(
        cublas.cublasSetWorkspace_v2(context, result.to(workspace), bytes),
        "giving cuBLAS its workspace");
  }

  /** As {@link Device#multiply}. */
  void multiply(int m, int n, int k, Operand a, Operand b, Operand c, boolean add, int count) {
    boolean floats = a.format() == Format.FLOAT;
    int factors = floats ? cudart.CUDA_R_32F : cudart.CUDA_R_16BF;
    // To cuBLAS a row-major matrix is its transpose: so it is asked for c^T = b^T a^T.
    CudaCheck.blas(
        cublas.cublasGemmStridedBatchedEx(
            context,
            operation(b),
            operation(a),
            n,
            m,
            k,
            one,
            left.to(b.address()),
            factors,
            b.stride(),
            b.step(),
            right.to(a.address()),
            factors,
            a.stride(),
            a.step(),
            add ? one : zero,
            result.to(c.address()),
            cudart.CUDA_R_32F,
            c.stride(),
            c.step(),
            count,
            floats ? floatProducts : cublas.CUBLAS_COMPUTE_32F,
            cublas.CUBLAS_GEMM_DEFAULT),
        "a product");
  }

  private static int operation(Operand operand) {
    return operand.transposed() ? cublas.CUBLAS_OP_T : cublas.CUBLAS_OP_N;
  }

  /** Also if it was never started. */
  @Override
  public void close() {
    if (!context.isNull()) {
      cublas.cublasDestroy_v2(context);
    }
  }
}
