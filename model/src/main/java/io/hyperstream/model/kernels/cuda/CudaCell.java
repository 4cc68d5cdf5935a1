package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.Normalisation;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.cuda.Device.Operand;

/**
 * The cell stage: a kernel each way, a block for each row. The scales of a row, {@code d = z D},
 * are made before it by one batched product for all kinds and gates, for the rows of one call only;
 * the kernel of the backward pass leaves their gradients in their place. What the kernels leave for
 * each row is summed to the gradients of gain, shift and bias at the end of the pass.
 */
final class CudaCell implements CellStage {

  private static final int GATES = 4;
  private static final int VECTORS = 5;

  /** Of a scaling: three kinds with a gate each. */
  private static final int PARTS = 3 * GATES;

  /** Numbers kept of each vector of a row; as in the kernels. */
  private static final int MOMENTS = 3;

  private final Device device;
  private final DeviceClock clock;
  private final Launch launch;
  private final DeviceSums sums;
  private final CellSpec spec;
  private final int threads;

  /** Null without a scaling. */
  private final DeviceMatrix scales;

  /** The struct of the kernels. */
  private final long[] fields;

  /** Rows of the backward pass so far: from the last step, which comes first, to the first. */
  private int firstRow;

  private int endRow;

  CudaCell(
      Device device,
      DeviceClock clock,
      Launch launch,
      DeviceSums sums,
      CudaKernels kernels,
      CellSpec spec) {
    this.device = device;
    this.clock = clock;
    this.launch = launch;
    this.sums = sums;
    this.spec = spec;
    int n = spec.units();
    int rows = spec.memory().h().rows();
    boolean normalised = spec.normalisation() != Normalisation.NONE;
    this.threads = CudaKernels.threads(n, CudaKernels.MAX_THREADS);
    this.scales = spec.scaling() == null ? null : kernels.allocate(spec.maxRows(), PARTS * n);
    DeviceMatrix active = kernels.allocate(rows, VECTORS * n);
    DeviceMatrix normal = normalised ? kernels.allocate(rows, VECTORS * n) : null;
    DeviceMatrix moments = kernels.allocate(rows, VECTORS * MOMENTS);
    this.fields =
        struct(
            n,
            spec.normalisation(),
            new Matrix[] {
              spec.memory().h(),
              spec.memory().c(),
              spec.memory().dh(),
              spec.memory().dc(),
              spec.input().recurrent(),
              spec.input().input(),
              scales,
              active,
              normal,
              moments
            },
            new Matrix[] {spec.weights().bias(), spec.weights().gain(), spec.weights().shift()});
  }

  private static long[] struct(
      int n, Normalisation normalisation, Matrix[] matrices, Matrix[] vectors) {
    long[] fields = new long[2 * matrices.length + vectors.length + 2];
    int field = 0;
    for (Matrix m : matrices) {
      fields[field++] = address(m);
      fields[field++] = m == null ? 0 : ((DeviceMatrix) m).stride;
    }
    for (Matrix v : vectors) {
      fields[field++] = address(v);
    }
    fields[field++] = n;
    fields[field] =
        switch (normalisation) {
          case NONE -> 0;
          case RMS -> 1;
          case LAYER -> 2;
        };
    return fields;
  }

  private static long address(Matrix m) {
    return m == null ? 0 : ((DeviceMatrix) m).address;
  }

  @Override
  public void forward(int row, int previous, int rows) {
    generateScales(row, rows);
    run("cell_forward", row, previous, rows);
  }

  @Override
  public void backward(int row, int previous, int rows) {
    generateScales(row, rows);
    run("cell_backward", row, previous, rows);
    scalesBackward(row, rows);
    endRow = Math.max(endRow, row + rows);
    firstRow = row;
  }

  private void run(String kernel, int row, int previous, int rows) {
    launch.of(kernel, rows, 1, threads).with(fields).with(row).with(previous).run();
  }

  /** {@code d = z D}. */
  private void generateScales(int row, int rows) {
    if (scales != null) {
      Operand z = signals(spec.scaling().z(), row, false);
      multiply(rows, spec.units(), signalSize(), z, maps(false), scaleOperand(), false);
    }
  }

  /** From the gradients of the scales to {@code dz = dd D^T}, and {@code z^T dd} to that of D. */
  private void scalesBackward(int row, int rows) {
    if (scales != null) {
      int n = spec.units();
      Operand dz = signals(spec.scaling().dz(), row, false);
      multiply(rows, signalSize(), n, scaleOperand(), maps(true), dz, false);
      Operand z = signals(spec.scaling().z(), row, true);
      DeviceMatrix gradient = (DeviceMatrix) spec.scaling().gradient();
      multiply(signalSize(), n, rows, z, scaleOperand(), maps(gradient, false), true);
    }
  }

  private void multiply(int m, int n, int k, Operand a, Operand b, Operand c, boolean add) {
    clock.working();
    device.multiply(m, n, k, a, b, c, add, PARTS);
  }

  /** Z. */
  private int signalSize() {
    return spec.scaling().weights().rows() / PARTS;
  }

  private Operand signals(Matrix z, int row, boolean transposed) {
    DeviceMatrix m = (DeviceMatrix) z;
    return new Operand(m.at(row), m.stride, transposed, signalSize());
  }

  private Operand maps(boolean transposed) {
    return maps((DeviceMatrix) spec.scaling().weights(), transposed);
  }

  private Operand maps(DeviceMatrix m, boolean transposed) {
    return new Operand(m.address, m.stride, transposed, (long) signalSize() * m.stride);
  }

  private Operand scaleOperand() {
    return new Operand(scales.address, scales.stride, false, spec.units());
  }

  @Override
  public void clearGradients() {
    firstRow = 0;
    endRow = 0;
    if (scales != null) {
      DeviceMatrix gradient = (DeviceMatrix) spec.scaling().gradient();
      clock.working();
      device.clear(gradient.address, (long) gradient.rows() * gradient.columns() * Float.BYTES);
    }
  }

  @Override
  public void completeGradients() {
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
