package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.cuda.Device.Format;
import io.hyperstream.model.kernels.cuda.Device.Operand;

/**
 * A branched layer of any size: d = z D comes from a batched product, for each kind and in it each
 * gate. Backward, all signals are there, so the scales are made for several steps at once.
 */
final class WideLayer extends BranchedLayer {

  private final int mainThreads;

  /** d of the rows of a step forward, and of several steps backward. */
  private final DeviceMatrix scales;

  WideLayer(Tools tools, LayerSpec spec) {
    super(tools, spec);
    this.mainThreads = mainThreads(sizes);
    this.scales = tools.kernels().allocate(rows.purpose(), STEPS * rows.maxWindows(), SIGNALS * n);
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
  void afterHyper(int row, int count) {
    DeviceMatrix z = on(scaling.z());
    multiply(states.part(row, n, count, m), signalWeight, false, z.at(row), z.stride, true);
    tools.factors().make(z, row, signals.rows(row, count));
    makeScales(row, count);
  }

  /** d of some rows, from the first row of its memory on. */
  private void makeScales(int row, int count) {
    int z = sizes.signalSize();
    multiplyEach(
        count,
        n,
        z,
        each(signals.from(row, 0), false, z),
        each(maps, false, (long) z * maps.stride()),
        new Operand(scales.address, scales.stride, false, n, Format.FLOAT),
        false);
  }

  @Override
  void mainForward(int row, int previous, int count) {
    kernel("main_forward", count, mainThreads).with(row).with(previous).with(0).run();
  }

  @Override
  void beforeSteps(int row, int count) {
    makeScales(row, count);
  }

  @Override
  void mainBackward(int row, int previous, int count, int rowsWithNext, int scaleRow) {
    kernel("main_backward", count, mainThreads)
        .with(row)
        .with(previous)
        .with(rowsWithNext)
        .with(scaleRow)
        .run();
  }

  @Override
  void makeSignalGradients(int row, int count, int scaleRow) {
    DeviceMatrix dz = on(scaling.dz());
    int z = sizes.signalSize();
    multiplyEach(
        count,
        z,
        n,
        each(mapGradients.from(scaleRow, 0), false, n),
        each(maps, true, (long) z * maps.stride()),
        new Operand(dz.at(row), dz.stride, false, z, Format.FLOAT),
        false);
    tools.factors().make(dz, row, signalGradients.rows(0, count));
  }
}
