package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.cuda.Device.Format;
import io.hyperstream.model.kernels.cuda.Device.Operand;

/**
 * What the signals of a hyper cell do to the gates of the main cell (reference 1.3): {@code d = z
 * D} for each of three kinds and in them for each gate, by one batched product. Forward, it is
 * computed step by step, as the signals come. Backward, all signals are there, so it is computed
 * for several steps at once, and so is the gradient of D, from the gradients that the cell leaves
 * in the place of d.
 */
final class CudaScaling {

  /** Steps whose scales are held at once. */
  private static final int STEPS = 8;

  private final Device device;
  private final DeviceClock clock;
  private final CellSpec.Scaling spec;
  private final int units;

  /** Z. */
  private final int signalSize;

  /** d for the rows {@code low} to {@code high - 1}, or its gradient. */
  private final DeviceMatrix scales;

  private int low;
  private int high;

  /** The lowest row whose scales have become gradients. */
  private int lowestDone;

  CudaScaling(Device device, DeviceClock clock, CudaKernels kernels, CellSpec cell) {
    this.device = device;
    this.clock = clock;
    this.spec = cell.scaling();
    this.units = cell.units();
    this.signalSize = spec.weights().rows() / SIGNALS;
    this.scales = kernels.allocate(cell.purpose(), STEPS * cell.maxRows(), SIGNALS * units);
  }

  DeviceMatrix scales() {
    return scales;
  }

  /** Computes the scales of the rows of one step; returns where they begin. */
  int forward(int row, int rows) {
    generate(row, rows);
    return 0;
  }

  /** Starts a backward pass. */
  void clearGradients() {
    DeviceMatrix gradient = (DeviceMatrix) spec.gradient();
    clock.working();
    device.clear(gradient.address, (long) gradient.rows() * gradient.columns() * Float.BYTES);
    low = Integer.MAX_VALUE;
    high = 0;
    lowestDone = 0;
  }

  /** Makes sure that the scales of the rows of one step are there; returns where they begin. */
  int beforeBackward(int row, int rows) {
    if (row < low) {
      completeGradients();
      high = row + rows;
      low = Math.max(0, high - scales.rows());
      generate(low, high - low);
    }
    lowestDone = row;
    return row - low;
  }

  /** From the gradients of the scales of these rows to those of the signals. */
  void backward(int row, int rows) {
    Operand dz = signals(spec.dz(), row, false);
    multiply(rows, signalSize, units, scales(row - low), maps(spec.weights(), true), dz, false);
  }

  /** Adds what the rows so far give to the gradient of D. */
  void completeGradients() {
    if (lowestDone < high) {
      Operand z = signals(spec.z(), lowestDone, true);
      Operand dd = scales(lowestDone - low);
      multiply(signalSize, units, high - lowestDone, z, dd, maps(spec.gradient(), false), true);
    }
  }

  private void generate(int row, int rows) {
    Operand z = signals(spec.z(), row, false);
    multiply(rows, units, signalSize, z, maps(spec.weights(), false), scales(0), false);
  }

  private void multiply(int m, int n, int k, Operand a, Operand b, Operand c, boolean add) {
    clock.working();
    device.multiply(m, n, k, a, b, c, add, SIGNALS);
  }

  private Operand signals(Matrix z, int row, boolean transposed) {
    DeviceMatrix m = (DeviceMatrix) z;
    return new Operand(m.at(row), m.stride, transposed, signalSize, Format.FLOAT);
  }

  private Operand maps(Matrix d, boolean transposed) {
    DeviceMatrix m = (DeviceMatrix) d;
    return new Operand(m.address, m.stride, transposed, (long) signalSize * m.stride, Format.FLOAT);
  }

  private Operand scales(int row) {
    return new Operand(scales.at(row), scales.stride, false, units, Format.FLOAT);
  }
}
