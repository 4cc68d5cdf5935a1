package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;

import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.WindowRows;

/**
 * All steps of a window in one launch: blocks that stay on the GPU, each with its share of the
 * weights in shared memory, and that meet twice in each step. For layers whose weights in bfloat16
 * fit so, and for no more windows than blocks; see resident.cu.
 */
final class ResidentSteps {

  // As in the kernels.
  private static final int MAX_STEPS = 512;
  private static final int MAIN_THREADS = 256;
  private static final int THREADS = MAIN_THREADS + 32;
  private static final int SHARE_COLUMNS = 144;
  private static final int SHARE_DEPTH = 288;
  private static final int SIGNAL_SIZE = 4;
  private static final int MAX_PARTS = 4;

  /** What the warp of the hyper cell has room for. */
  private static final int MAX_HYPER_UNITS = 128;

  /** Warps of the main cell that each keep a gradient of the signals. */
  private static final int MAIN_WARPS = MAIN_THREADS / 32;

  /** Windows: 16 for each warp. */
  private static final int MAX_WINDOWS = MAIN_WARPS * 16;

  private static final int SHARE_BYTES = SHARE_COLUMNS * SHARE_DEPTH * Short.BYTES;

  /** The oldest cards whose tensor cores take bfloat16. */
  private static final int OLDEST = 80;

  private final CudaLayer layer;
  private final int sharedBytes;
  private final long shares;
  private final long met;

  ResidentSteps(CudaLayer layer) {
    this.layer = layer;
    this.sharedBytes = sharedBytes(layer);
    CudaKernels kernels = layer.tools.kernels();
    int both = layer.weight.rows();
    int columns = Math.max(parts(both) * GATES * both, parts(GATES * both) * both);
    String purpose = layer.rows.purpose();
    this.shares = kernels.allocate(purpose, layer.rows.maxWindows(), columns).address;
    this.met = kernels.allocate(purpose, 1, 1).address;
  }

  /** Whether a layer can be so computed. */
  static boolean fit(CudaLayer layer) {
    Device device = layer.tools.device();
    return layer.tools.factors().format() == Device.Format.BFLOAT16
        && layer.spec.normalisation() == Normalisation.LAYER
        && layer.isPacked()
        && layer.sizes.signalSize() == SIGNAL_SIZE
        && layer.sizes.n() <= CudaLayer.PACK * MAIN_THREADS
        && layer.sizes.m() <= MAX_HYPER_UNITS
        && parts(layer.weight.rows()) <= MAX_PARTS
        && layer.rows.maxWindows() <= MAX_WINDOWS
        && layer.rows.maxSteps() <= MAX_STEPS
        && device.architecture() >= OLDEST
        && device.maxSharedBytes() >= sharedBytes(layer) + CompactLayer.DECLARED_BYTES
        && blocks(layer) <= device.multiprocessors();
  }

  private static int sharedBytes(CudaLayer layer) {
    return SHARE_BYTES
        + CompactLayer.sharedBytes(layer.sizes, layer.tools.factors().format(), MAIN_THREADS)
        + (MAIN_WARPS * layer.sizes.signals() + 2 * GATES * layer.sizes.n()) * Float.BYTES;
  }

  private static int parts(int depth) {
    return DeviceSums.parts(depth, SHARE_DEPTH);
  }

  /** One for each window, and for each share of the products. */
  private static int blocks(CudaLayer layer) {
    int both = layer.weight.rows();
    int forward = parts(both) * DeviceSums.parts(GATES * both, SHARE_COLUMNS);
    int backward = parts(GATES * both) * DeviceSums.parts(both, SHARE_COLUMNS);
    return Math.max(layer.rows.maxWindows(), Math.max(forward, backward));
  }

  void forward() {
    run("resident_forward");
  }

  void backward() {
    run("resident_backward");
  }

  private void run(String kernel) {
    WindowRows rows = layer.rows;
    StructFields struct = new StructFields();
    struct
        .numbers(layer.fields())
        .factors(layer.weight)
        .number(layer.weight.stride())
        .number(shares)
        .number(met)
        .number(rows.steps());
    for (int t = -1; t <= rows.steps(); t += 2) {
      struct.number(start(t) & 0xffffffffL | (long) start(t + 1) << Integer.SIZE);
    }
    layer.tools.clock().working();
    layer.tools.device().clear(met, Integer.BYTES);
    int words = layer.fields().length + 5 + (MAX_STEPS + 2) / 2;
    layer
        .tools
        .launch()
        .of(kernel, blocks(layer), 1, THREADS)
        .withShared(sharedBytes)
        .together()
        .with(struct.toArray(words))
        .run();
  }

  private int start(int t) {
    return t < layer.rows.steps() ? layer.rows.start(t) : layer.rows.end();
  }
}
