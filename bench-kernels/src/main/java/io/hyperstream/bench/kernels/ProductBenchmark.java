package io.hyperstream.bench.kernels;

import static io.hyperstream.model.kernels.Gates.GATES;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.vector.HeapKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The recurrent product of a layer, h (rows x n) by its weights (n x 4n), and the two of its
 * backward pass. One row is a product of its own kind: a row times a matrix. Each does rows x n x
 * 4n multiply-adds, {@code weightGradient} 32 times as many: it is made once for a window.
 */
public class ProductBenchmark extends KernelBenchmark {

  /** Steps whose rows make one product of the weights' gradient. */
  private static final int STEPS = 32;

  @Param({"256", "512", "1000"})
  public int n;

  @Param({"1", "4", "16", "64"})
  public int rows;

  private Kernels kernels;
  private Matrix h;
  private Matrix dh;
  private Matrix weights;
  private Matrix gates;
  private Matrix gradient;

  @Setup
  public void allocate() {
    kernels = HeapKernels.vector(1);
    h = RandomMatrix.of(kernels, STEPS * rows, n);
    dh = kernels.allocate("a benchmark", STEPS * rows, n);
    weights = RandomMatrix.of(kernels, n, GATES * n);
    gates = RandomMatrix.of(kernels, STEPS * rows, GATES * n);
    gradient = kernels.allocate("a benchmark", n, GATES * n);
    kernels.weightsChanged();
  }

  @Benchmark
  public void forward() {
    kernels.multiply(h, 0, weights, gates, 0, rows, false);
  }

  @Benchmark
  public void inputGradient() {
    kernels.multiplyTransposed(gates, 0, weights, dh, 0, rows, false);
  }

  @Benchmark
  public void weightGradient() {
    kernels.multiplyRows(h, 0, gates, 0, STEPS * rows, gradient, false);
  }

  /** The first step after an update: the weights are packed anew where that is needed. */
  @Benchmark
  public void forwardAfterUpdate() {
    kernels.weightsChanged();
    kernels.multiply(h, 0, weights, gates, 0, rows, false);
  }

  @TearDown
  public void close() {
    kernels.close();
  }
}
