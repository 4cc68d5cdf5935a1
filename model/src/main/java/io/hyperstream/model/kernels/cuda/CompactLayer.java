package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.kernels.LayerSpec;

/**
 * A layer of which a time step is two links of a chain: one product, and one kernel for all the
 * rest. The kernel keeps the maps D in shared memory.
 */
final class CompactLayer extends CudaLayer {

  // As in the kernels.
  private static final int MAX_SIGNAL_SIZE = 8;

  /** Shared memory that the kernels declare, rounded up. */
  static final int DECLARED_BYTES = 4 << 10;

  private final FactorMatrix transposedSignalWeight;
  private final int threads;
  private final int sharedBytes;

  /** All steps in one launch; null where that cannot be. */
  private final ResidentSteps resident;

  CompactLayer(Tools tools, LayerSpec spec) {
    // cuBLAS multiplies floats faster by the transpose, forward and backward: docs/roofline.md.
    super(tools, spec, tools.factors().format() == Device.Format.FLOAT);
    this.threads = threads(sizes);
    this.sharedBytes = sharedBytes(sizes, tools.factors().format());
    this.transposedSignalWeight =
        spec.hyper() == null ? null : forWeights(sizes.signals(), sizes.m());
    complete(null, transposedSignalWeight, null, null);
    this.resident = ResidentSteps.fit(this) ? new ResidentSteps(this) : null;
  }

  /** Whether a layer is small enough, all but the weights of its product. */
  static boolean fits(Tools tools, LayerSpec spec) {
    LayerSizes sizes = new LayerSizes(spec);
    return threads(sizes) <= MAX_THREADS
        && sizes.signalSize() <= MAX_SIGNAL_SIZE
        && sharedBytes(sizes, tools.factors().format())
            <= tools.device().maxSharedBytes() - DECLARED_BYTES;
  }

  private static int threads(LayerSizes sizes) {
    int packs = (sizes.n() + PACK - 1) / PACK;
    return LayerSizes.threads(Math.max(packs, Math.max(sizes.m(), sizes.signals())));
  }

  /** What LayerMemory in the kernels lays out. */
  private static int sharedBytes(LayerSizes sizes, Device.Format format) {
    return sharedBytes(sizes, format, threads(sizes));
  }

  /** The same for blocks of so many threads. */
  static int sharedBytes(LayerSizes sizes, Device.Format format, int threads) {
    if (sizes.m() == 0) {
      return 0;
    }
    int signals = sizes.signals();
    int paddedSignals = FactorMatrix.padded(signals);
    int paddedM = FactorMatrix.padded(sizes.m());
    int weight = Math.max(sizes.m() * paddedSignals, signals * paddedM);
    int partial = Math.max(threads, LayerSizes.warps(threads) * signals);
    return (signals * FactorMatrix.padded(sizes.n()) + weight) * format.bytes
        + (paddedSignals + paddedM + partial) * Float.BYTES;
  }

  @Override
  void beforeForward() {
    if (spec.hyper() != null) {
      tools.factors().makeTransposed(on(spec.hyper().embeddingWeight()), transposedSignalWeight);
    }
  }

  @Override
  void forwardSteps() {
    if (resident == null) {
      super.forwardSteps();
    } else {
      resident.forward();
    }
  }

  @Override
  void backwardSteps() {
    if (resident == null) {
      super.backwardSteps();
    } else {
      resident.backward();
    }
  }

  @Override
  void forward(int row, int previous, int count) {
    DeviceMatrix result = on(spec.recurrent());
    multiply(
        states.rows(previous, count), weight, transposed, result.at(row), result.stride, false);
    kernel("layer_forward", count, threads).withShared(sharedBytes).with(row).with(previous).run();
  }

  @Override
  void beforeBackward() {}

  @Override
  void backward(int row, int previous, int count, int rowsWithNext) {
    kernel("layer_backward", count, threads)
        .withShared(sharedBytes)
        .with(row)
        .with(previous)
        .with(rowsWithNext)
        .run();
    multiply(
        gradients.rows(row, count), weight, !transposed, carried.address, carried.stride, false);
  }

  @Override
  void completeGradients() {
    completeMain(spec.hyper() == null ? null : spec.hyper().scaling());
    if (spec.hyper() != null) {
      completeHyper();
    }
  }
}
