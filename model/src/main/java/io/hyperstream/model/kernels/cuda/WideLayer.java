package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.cuda.Device.Format;
import io.hyperstream.model.kernels.cuda.Device.Operand;

/**
 * A layer whose maps D do not fit in shared memory: d = z D comes from a batched product, for each
 * kind and in it each gate. What concerns the hyper cell is a branch beside the main cell's
 * product: forward from h to the scales of the main cell, backward from the gradients of the scales
 * to what the hyper cell gives to the step before.
 *
 * <p>Backward, all signals are there, so the scales are made for several steps at once, and so is
 * the gradient of D.
 */
final class WideLayer extends CudaLayer {

  /** Steps whose scales are held at once. */
  private static final int STEPS = 8;

  private final int n;
  private final int m;
  private final int mainThreads;
  private final int hyperThreads;
  private final CellSpec.Scaling scaling;

  /** z and its gradient of each row, and of the rows of one step. */
  private final FactorMatrix signals;

  private final FactorMatrix signalGradients;

  /** d of the rows {@code low} to {@code high - 1}. */
  private final DeviceMatrix scales;

  /** For the same rows the gradients of d. */
  private final FactorMatrix mapGradients;

  private final DeviceMatrix carriedByMain;

  private int low;
  private int high;

  /** The lowest row whose gradients of d are there. */
  private int lowestDone;

  WideLayer(Tools tools, LayerSpec spec) {
    super(tools, spec, false);
    tools.kernels().prepareBranches();
    this.n = sizes.n();
    this.m = sizes.m();
    this.mainThreads = mainThreads(sizes);
    this.hyperThreads = LayerSizes.threads(m);
    this.scaling = spec.hyper().scaling();
    String purpose = rows.purpose();
    int maxWindows = rows.maxWindows();
    Factors factors = tools.factors();
    this.signals = forRows(sizes.signals());
    this.signalGradients = factors.allocate(purpose, maxWindows, sizes.signals());
    this.scales = tools.kernels().allocate(purpose, STEPS * maxWindows, SIGNALS * n);
    this.mapGradients = factors.allocate(purpose, STEPS * maxWindows, SIGNALS * n);
    this.carriedByMain = tools.kernels().allocate(purpose, maxWindows, n);
    complete(scales, null, mapGradients, carriedByMain);
  }

  /** Whether a thread can have its columns of both cells. */
  static boolean fits(LayerSpec spec) {
    LayerSizes sizes = new LayerSizes(spec);
    return spec.hyper() != null && mainThreads(sizes) <= MAX_THREADS && sizes.m() <= MAX_THREADS;
  }

  private static int mainThreads(LayerSizes sizes) {
    return LayerSizes.threads((sizes.n() + PACK - 1) / PACK);
  }

  @Override
  void beforeForward() {
    tools
        .kernels()
        .fillRows(scaling.z(), rows.first(), rows.symbols(), spec.hyper().embeddingBias());
  }

  @Override
  void forward(int row, int previous, int count) {
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
    DeviceMatrix z = on(scaling.z());
    multiply(states.part(row, n, count, m), signalWeight, false, z.at(row), z.stride, true);
    tools.factors().make(z, row, signals.rows(row, count));
    makeScales(row, count);
    tools.device().endBranch();
    multiply(
        before.part(0, 0, count, n),
        weight.part(0, 0, n, GATES * n),
        false,
        result.at(row),
        result.stride,
        false);
    tools.device().joinBranch();
    kernel("main_forward", count, mainThreads).with(row).with(previous).with(0).run();
  }

  /** d of some rows, from the first row of its memory on. */
  private void makeScales(int row, int count) {
    multiplyEach(
        count,
        n,
        sizes.signalSize(),
        each(signals.from(row, 0), false, sizes.signalSize()),
        each(maps, false, (long) sizes.signalSize() * maps.stride()),
        new Operand(scales.address, scales.stride, false, n, Format.FLOAT),
        false);
  }

  private static Operand each(FactorMatrix matrix, boolean transposed, long step) {
    return new Operand(matrix.address(), matrix.stride(), transposed, step, matrix.format());
  }

  /** A product for each kind and in it each gate. */
  private void multiplyEach(
      int rows, int columns, int depth, Operand a, Operand b, Operand c, boolean add) {
    tools.clock().working();
    tools.device().multiply(rows, columns, depth, a, b, c, add, SIGNALS);
  }

  @Override
  void beforeBackward() {
    tools.kernels().zero(scaling.gradient(), 0, scaling.gradient().rows());
    low = Integer.MAX_VALUE;
    high = 0;
    lowestDone = 0;
  }

  @Override
  void backward(int row, int previous, int count, int rowsWithNext) {
    if (row < low) {
      addMapGradients();
      high = row + count;
      low = Math.max(0, high - scales.rows());
      makeScales(low, high - low);
    }
    lowestDone = row;
    kernel("main_backward", count, mainThreads)
        .with(row)
        .with(previous)
        .with(rowsWithNext)
        .with(row - low)
        .run();
    tools.device().beginBranch();
    DeviceMatrix dz = on(scaling.dz());
    int z = sizes.signalSize();
    multiplyEach(
        count,
        z,
        n,
        each(mapGradients.from(row - low, 0), false, n),
        each(maps, true, (long) z * maps.stride()),
        new Operand(dz.at(row), dz.stride, false, z, Format.FLOAT),
        false);
    FactorMatrix own = signalGradients.rows(0, count);
    tools.factors().make(dz, row, own);
    DeviceMatrix hyperDh = on(spec.hyper().cell().memory().dh());
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
  void completeGradients() {
    addMapGradients();
    completeMain(null);
    completeHyper();
  }
}
