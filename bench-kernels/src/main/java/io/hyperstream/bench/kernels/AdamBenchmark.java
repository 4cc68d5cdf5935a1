package io.hyperstream.bench.kernels;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.vector.HeapKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The update of so many weights, and the norm of their gradient. */
public class AdamBenchmark extends KernelBenchmark {

  private final AdamUpdate withMean = new AdamUpdate(0.9f, 0.9999f, 1e-8f);
  private final AdamUpdate withoutMean = new AdamUpdate(0f, 0.9999f, 1e-8f);

  @Param({"400000", "5000000"})
  public int parameters;

  private Kernels kernels;
  private Matrix weights;
  private Matrix gradient;
  private Matrix mean;
  private Matrix square;

  @Setup
  public void allocate() {
    kernels = HeapKernels.vector(1);
    withMean.set(1e-6f, 1f, 1f);
    withoutMean.set(1e-6f, 1f, 1f);
    weights = RandomMatrix.of(kernels, 1, parameters);
    gradient = RandomMatrix.of(kernels, 1, parameters);
    mean = kernels.allocate("a benchmark", 1, parameters);
    square = kernels.allocate("a benchmark", 1, parameters);
  }

  @Benchmark
  public void withMean() {
    kernels.adam(withMean, 1000, weights, gradient, mean, square, 0, parameters);
  }

  @Benchmark
  public void withoutMean() {
    kernels.adam(withoutMean, 1000, weights, gradient, null, square, 0, parameters);
  }

  @Benchmark
  public double gradientNorm() {
    return kernels.sumOfSquares(gradient, 0, parameters);
  }

  @TearDown
  public void close() {
    kernels.close();
  }
}
