package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.cuda.Device.Format;
import io.hyperstream.model.kernels.cuda.Device.Operand;

/**
 * A layer whose maps D do not fit in shared memory. What concerns the hyper cell is a branch beside
 * the main cell's product: forward from h of both cells to the hyper cell, backward from the
 * gradients of the signals to what the hyper cell gives to the step before.
 *
 * <p>The gradient of D is made for several steps at once.
 */
abstract class BranchedLayer extends CudaLayer {

  /** Steps whose gradients of the scales are held at once. */
  static final int STEPS = 8;

  final int n;
  final int m;
  final CellSpec.Scaling scaling;

  /** z of each row. */
  final FactorMatrix signals;

  /** The gradient of z of the rows of a step. */
  final FactorMatrix signalGradients;

  /** The gradients of the scales d of the rows {@code low} to {@code high - 1}. */
  final FactorMatrix mapGradients;

  final DeviceMatrix carriedByMain;

  private final int hyperThreads;
  private int low;
  private int high;

  /** The lowest row whose gradients of d are there. */
  private int lowestDone;

  BranchedLayer(Tools tools, LayerSpec spec) {
    super(tools, spec, false);
    tools.kernels().prepareBranches();
    this.n = sizes.n();
    this.m = sizes.m();
    this.hyperThreads = LayerSizes.threads(m);
    this.scaling = spec.hyper().scaling();
    String purpose = rows.purpose();
    int maxWindows = rows.maxWindows();
    Factors factors = tools.factors();
    this.signals = forRows(sizes.signals());
    this.signalGradients = factors.allocate(purpose, maxWindows, sizes.signals());
    this.mapGradients = factors.allocate(purpose, STEPS * maxWindows, SIGNALS * n);
    this.carriedByMain = tools.kernels().allocate(purpose, maxWindows, n);
  }

  @Override
  final void forward(int row, int previous, int count) {
    DeviceMatrix result = on(spec.recurrent());
    FactorMatrix before = states.rows(previous, count);
    tools.device().beginBranch();
    multiply(
        before,
        weight.from(0, GATES * n),
        false,
        result.at(row) + (long) GATES * n * Float.BYTES,
        result.stride,
        false);
    kernel("hyper_forward", count, hyperThreads).with(row).with(previous).run();
    afterHyper(row, count);
    tools.device().endBranch();
    multiply(
        before.part(0, 0, count, n),
        weight.part(0, 0, n, GATES * n),
        false,
        result.at(row),
        result.stride,
        false);
    tools.device().joinBranch();
    mainForward(row, previous, count);
  }

  /** What else the branch makes of the hyper cell's h forward. */
  abstract void afterHyper(int row, int count);

  /** The main cell forward, with its scales. */
  abstract void mainForward(int row, int previous, int count);

  @Override
  final void beforeBackward() {
    tools.kernels().zero(scaling.gradient(), 0, scaling.gradient().rows());
    low = Integer.MAX_VALUE;
    high = 0;
    lowestDone = 0;
  }

  @Override
  final void backward(int row, int previous, int count, int rowsWithNext) {
    if (row < low) {
      addMapGradients();
      high = row + count;
      low = Math.max(0, high - mapGradients.rows());
      beforeSteps(low, high - low);
    }
    lowestDone = row;
    mainBackward(row, previous, count, rowsWithNext, row - low);
    tools.device().beginBranch();
    makeSignalGradients(row, count, row - low);
    DeviceMatrix hyperDh = on(spec.hyper().cell().memory().dh());
    FactorMatrix own = signalGradients.rows(0, count);
    multiply(own, signalWeight, true, hyperDh.at(row), hyperDh.stride, false);
    kernel("hyper_backward", count, hyperThreads).with(row).with(previous).with(rowsWithNext).run();
    multiply(
        gradients.part(row, GATES * n, count, GATES * m),
        weight.from(0, GATES * n),
        true,
        carried.address,
        carried.stride,
        false);
    tools.device().endBranch();
    multiply(
        gradients.part(row, 0, count, GATES * n),
        weight.part(0, 0, n, GATES * n),
        true,
        carriedByMain.address,
        carriedByMain.stride,
        false);
    tools.device().joinBranch();
  }

  /** What is done for the rows of several steps before the last of these goes back. */
  abstract void beforeSteps(int row, int count);

  /**
   * The main cell backward, to the gradients of what its product gave and of its scales.
   *
   * @param scaleRow where the latter begin in {@link #mapGradients}
   */
  abstract void mainBackward(int row, int previous, int count, int rowsWithNext, int scaleRow);

  /** From those to the gradients of the signals, also as {@link #signalGradients}. */
  abstract void makeSignalGradients(int row, int count, int scaleRow);

  static Operand each(FactorMatrix matrix, boolean transposed, long step) {
    return new Operand(matrix.address(), matrix.stride(), transposed, step, matrix.format());
  }

  /** A product for each kind and in it each gate. */
  final void multiplyEach(
      int rows, int columns, int depth, Operand a, Operand b, Operand c, boolean add) {
    tools.clock().working();
    tools.device().multiply(rows, columns, depth, a, b, c, add, SIGNALS);
  }

  /** Adds what the rows so far give to the gradient of D. */
  private void addMapGradients() {
    if (lowestDone < high) {
      DeviceMatrix gradient = on(scaling.gradient());
      int z = sizes.signalSize();
      multiplyEach(
          z,
          n,
          high - lowestDone,
          each(signals.from(lowestDone, 0), true, z),
          each(mapGradients.from(lowestDone - low, 0), false, n),
          new Operand(gradient.address, gradient.stride, false, (long) z * n, Format.FLOAT),
          true);
    }
  }

  @Override
  final void completeGradients() {
    addMapGradients();
    completeMain(null);
    completeHyper();
  }
}
