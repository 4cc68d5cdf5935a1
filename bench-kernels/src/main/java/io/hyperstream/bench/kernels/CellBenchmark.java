package io.hyperstream.bench.kernels;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.vector.HeapKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The pointwise stage of a main cell with RMS normalisation, with and without row scales. */
public class CellBenchmark extends KernelBenchmark {

  private static final int EMBEDDING = 4;

  @Param({"256", "1000"})
  public int n;

  @Param({"1", "16", "64"})
  public int rows;

  @Param({"true", "false"})
  public boolean scaled;

  private Kernels kernels;
  private CellStage cell;

  @Setup
  public void allocate() {
    kernels = HeapKernels.vector(1);
    CellSpec.Scaling scaling =
        scaled
            ? new CellSpec.Scaling(
                matrix(2 * rows, SIGNALS * EMBEDDING),
                matrix(2 * rows, SIGNALS * EMBEDDING),
                matrix(SIGNALS * EMBEDDING, n),
                matrix(SIGNALS * EMBEDDING, n))
            : null;
    cell =
        kernels.cell(
            new CellSpec(
                "a benchmark",
                n,
                rows,
                Normalisation.RMS,
                new CellSpec.Memory(
                    matrix(2 * rows, n),
                    matrix(2 * rows, n),
                    matrix(2 * rows, n),
                    matrix(2 * rows, n)),
                new CellSpec.Input(matrix(2 * rows, GATES * n), matrix(2 * rows, GATES * n)),
                scaling,
                weights(),
                weights()));
    forward();
  }

  private CellSpec.Weights weights() {
    return new CellSpec.Weights(matrix(1, GATES * n), matrix(GATES, n), matrix(GATES, n));
  }

  private Matrix matrix(int rows, int columns) {
    return RandomMatrix.of(kernels, rows, columns);
  }

  @Benchmark
  public void forward() {
    cell.forward(rows, 0, rows);
  }

  /**
   * Its input becomes its output, as in a network, so from call to call the gradients change; they
   * stay ordinary numbers.
   */
  @Benchmark
  public void backward() {
    cell.clearGradients();
    cell.backward(rows, 0, rows);
  }

  @TearDown
  public void close() {
    kernels.close();
  }
}
