package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;

import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.cuda.Device.Format;

/**
 * A branched layer with factors in bfloat16: the tensor cores make the scales of a step in the
 * kernel that uses them, so that they never lie in memory; see tiled.cu.
 */
final class TiledLayer extends BranchedLayer {

  // As in the kernels.
  private static final int SIGNAL_SIZE = 64;
  private static final int THREADS = 256;
  private static final int ROWS = 32;
  private static final int UNITS = 256;
  private static final int THREAD_UNITS = 8;
  private static final int INNER_GROUP = 32;

  /** The oldest cards whose tensor cores take bfloat16. */
  private static final int OLDEST = 80;

  private final int cellThreads;
  private final int unitTiles;
  private final FactorMatrix transposedMaps;
  private final FactorMatrix transposedSignalWeight;

  /** The struct of the kernels. */
  private final long[] tiled;

  TiledLayer(Tools tools, LayerSpec spec) {
    super(tools, spec);
    this.cellThreads = LayerSizes.threads(n / PACK);
    this.unitTiles = DeviceSums.parts(n, UNITS);
    this.transposedMaps = forWeights(n, sizes.signals());
    this.transposedSignalWeight = forWeights(sizes.signals(), m);
    CudaKernels kernels = tools.kernels();
    String purpose = rows.purpose();
    int maxWindows = rows.maxWindows();
    DeviceMatrix gates = kernels.allocate(purpose, maxWindows, GATES * n);
    complete(gates, transposedSignalWeight, mapGradients, carriedByMain);
    StructFields struct =
        new StructFields()
            .numbers(fields())
            .factors(transposedMaps)
            .factors(signals)
            .factors(signalGradients)
            .address(kernels.allocate(purpose, unitTiles * maxWindows, sizes.signals()))
            .number(maxWindows);
    this.tiled = struct.toArray(struct.size());
  }

  /** Whether there are kernels for a layer, and the GPU can run them. */
  static boolean fits(Tools tools, LayerSpec spec) {
    LayerSizes sizes = new LayerSizes(spec);
    return spec.hyper() != null
        && tools.factors().format() == Format.BFLOAT16
        && tools.device().architecture() >= OLDEST
        && sizes.signalSize() == SIGNAL_SIZE
        && sizes.n() % THREAD_UNITS == 0
        && sizes.n() / PACK <= MAX_THREADS
        && sizes.m() % INNER_GROUP == 0
        && sizes.m() <= MAX_THREADS;
  }

  @Override
  void beforeForward() {
    tools.factors().makeTransposed(on(scaling.weights()), transposedMaps);
    tools.factors().makeTransposed(on(spec.hyper().embeddingWeight()), transposedSignalWeight);
  }

  @Override
  void afterHyper(int row, int count) {}

  @Override
  void mainForward(int row, int previous, int count) {
    tiles("tiled_forward", count).with(row).with(count).run();
    rows("tiled_cell_forward", count, cellThreads).with(row).with(previous).run();
  }

  /** A kernel with a block for each tile of each gate. */
  private Launch tiles(String kernel, int count) {
    int blocks = DeviceSums.parts(count, ROWS) * unitTiles;
    return tools.launch().of(kernel, blocks, GATES, THREADS).with(tiled);
  }

  /** A kernel with a block for each row. */
  private Launch rows(String kernel, int count, int threads) {
    return tools.launch().of(kernel, count, 1, threads).with(tiled);
  }

  @Override
  void beforeSteps(int row, int count) {}

  @Override
  void mainBackward(int row, int previous, int count, int rowsWithNext, int scaleRow) {
    rows("tiled_cell_backward", count, cellThreads)
        .with(row)
        .with(previous)
        .with(rowsWithNext)
        .run();
    tiles("tiled_backward", count).with(row).with(count).with(scaleRow).run();
  }

  @Override
  void makeSignalGradients(int row, int count, int scaleRow) {
    rows("tiled_signal_gradients", count, THREADS).with(row).with(unitTiles).run();
  }
}
