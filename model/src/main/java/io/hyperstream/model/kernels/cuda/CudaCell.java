package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.VECTORS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Normalisation;

/**
 * The cell stage: a kernel forward and one backward, with a block for each row. At the end of the
 * backward pass the gradients of gain, shift and bias are summed over what the kernel left for each
 * row.
 */
final class CudaCell implements CellStage {

  /** Numbers kept of each vector of a row; as in the kernels. */
  private static final int MOMENTS = 3;

  private final Launch launch;
  private final DeviceSums sums;
  private final CellSpec spec;
  private final int threads;

  /** Null for a cell that is not scaled. */
  private final CudaScaling scaling;

  /** The struct of the kernels. */
  private final long[] fields;

  /** Rows of the backward pass so far: from the last step, which comes first, to the first. */
  private int firstRow;

  private int endRow;

  /**
   * @param scaling null for a cell that is not scaled
   */
  CudaCell(
      Launch launch, DeviceSums sums, CudaKernels kernels, CellSpec spec, CudaScaling scaling) {
    this.launch = launch;
    this.sums = sums;
    this.spec = spec;
    this.scaling = scaling;
    int n = spec.units();
    int rows = spec.memory().h().rows();
    boolean normalised = spec.normalisation() != Normalisation.NONE;
    this.threads = CudaKernels.threads(n, CudaKernels.MAX_THREADS);
    DeviceMatrix active = kernels.allocate(spec.purpose(), rows, VECTORS * n);
    DeviceMatrix normal = normalised ? kernels.allocate(spec.purpose(), rows, VECTORS * n) : null;
    DeviceMatrix moments = kernels.allocate(spec.purpose(), rows, VECTORS * MOMENTS);
    StructFields struct =
        new StructFields()
            .matrix(spec.memory().h())
            .matrix(spec.memory().c())
            .matrix(spec.memory().dh())
            .matrix(spec.memory().dc())
            .matrix(spec.input().recurrent())
            .matrix(spec.input().input())
            .matrix(scaling == null ? null : scaling.scales())
            .matrix(active)
            .matrix(normal)
            .matrix(moments)
            .address(spec.weights().bias())
            .address(spec.weights().gain())
            .address(spec.weights().shift())
            .number(n)
            .normalisation(spec.normalisation());
    struct.numbers(CudaMask.fields(spec.drop()));
    this.fields = struct.toArray(struct.size());
  }

  @Override
  public void forward(int row, int previous, int rows) {
    int scaleRow = scaling == null ? 0 : scaling.forward(row, rows);
    run("cell_forward", row, previous, scaleRow, rows);
  }

  @Override
  public void backward(int row, int previous, int rows) {
    int scaleRow = scaling == null ? 0 : scaling.beforeBackward(row, rows);
    run("cell_backward", row, previous, scaleRow, rows);
    if (scaling != null) {
      scaling.backward(row, rows);
    }
    endRow = Math.max(endRow, row + rows);
    firstRow = row;
  }

  private void run(String kernel, int row, int previous, int scaleRow, int rows) {
    launch.of(kernel, rows, 1, threads).with(fields).with(row).with(previous).with(scaleRow).run();
  }

  @Override
  public void clearGradients() {
    firstRow = 0;
    endRow = 0;
    if (scaling != null) {
      scaling.clearGradients();
    }
  }

  @Override
  public void completeGradients() {
    if (scaling != null) {
      scaling.completeGradients();
    }
    DeviceMatrix bias = (DeviceMatrix) spec.gradients().bias();
    DeviceMatrix gain = (DeviceMatrix) spec.gradients().gain();
    DeviceMatrix shift = (DeviceMatrix) spec.gradients().shift();
    if (bias == null && gain == null) {
      return;
    }
    int n = spec.units();
    int rows = endRow - firstRow;
    int columns = (gain == null ? GATES : gain.rows()) * n;
    int parts = DeviceSums.parts(rows, DeviceSums.PART_ROWS);
    int stride = 3 * VECTORS * n;
    long partial = sums.scratch((long) parts * stride * Float.BYTES);
    launch
        .of(
            "cell_gradients",
            parts,
            DeviceSums.parts(columns, DeviceSums.STRIP),
            DeviceSums.THREADS)
        .with(fields)
        .with(firstRow)
        .with(rows)
        .with(columns)
        .with(DeviceSums.PART_ROWS)
        .with(partial)
        .run();
    long kind = (long) VECTORS * n * Float.BYTES;
    if (gain != null) {
      sums.total(partial, parts, stride, gain, false);
      sums.total(partial + kind, parts, stride, shift, false);
    }
    if (bias != null) {
      sums.total(partial + 2 * kind, parts, stride, bias, false);
    }
  }
}
