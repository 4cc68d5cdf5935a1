package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.LayerStage;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.kernels.cuda.DeviceSums.Part;
import java.util.List;

/**
 * A small layer of a HyperLSTM whose weights stay on the chip, as bfloat16: a launch goes through
 * all steps of the windows, forward and likewise backward, with a block for every {@value #WINDOWS}
 * of them. The kernels, in {@code on_chip*.cu}, are compiled for the number of units at hand.
 *
 * <p>The backward pass leaves the gradient of {@code recurrent} as factors of products only, and
 * adds to dL/dh in the rows of the initial states only: nobody reads the others.
 */
final class OnChipLayer implements LayerStage {

  // As in the kernels.
  private static final int WINDOWS = 8;
  private static final int TILE = 16;
  private static final int HYPER_UNITS = 16;
  private static final int SIGNAL_SIZE = 4;
  private static final int MAX_STEPS = 128;
  private static final int WARP = 32;

  /** Floats of the moments of a row: an inverse deviation for each gate of both cells. */
  private static final int MOMENTS = 2 * GATES;

  /** With more, a thread would not have enough registers for its part. */
  private static final int MAX_UNITS = 128;

  /** Tensor cores that multiply bfloat16 came with Ampere. */
  static final int OLDEST = 80;

  /** What the kernels read in pairs of pairs. */
  private static final int ALIGNMENT = 4 * Float.BYTES;

  /** Blocks that share the rows for the gradients: about as many as there are processors. */
  private static final int PARTS = 128;

  private final Launch launch;
  private final DeviceSums sums;
  private final LayerSpec spec;
  private final WindowRows rows;
  private final int units;
  private final int columns;

  /** The struct of the kernels: what never changes, then where the parts go, then the steps. */
  private final long[] fields;

  private final int partsField;

  /**
   * @param device to which it gives its kernels
   */
  OnChipLayer(
      Device device,
      Launch launch,
      DeviceSums sums,
      Factors factors,
      CudaKernels kernels,
      LayerSpec spec) {
    this.launch = launch;
    this.sums = sums;
    this.spec = spec;
    this.rows = spec.rows();
    this.units = spec.main().units();
    this.columns = GATES * (units + HYPER_UNITS);
    int maxRows = rows.maxRows();
    StructFields struct = new StructFields();
    cell(struct, spec.main());
    cell(struct, spec.hyper().cell());
    struct
        .matrix(spec.input())
        .matrix(spec.recurrent())
        .matrix(spec.hyper().embeddingWeight())
        .address(spec.hyper().embeddingBias())
        .matrix(spec.hyper().scaling().z())
        .matrix(spec.hyper().scaling().dz())
        .matrix(spec.hyper().scaling().weights())
        .matrix(kernels.allocate(rows.purpose(), maxRows, MOMENTS))
        .matrix(kernels.allocate(rows.purpose(), maxRows, GATES * units));
    standIn(struct, factors, spec.main().memory().h());
    standIn(struct, factors, spec.hyper().cell().memory().h());
    standIn(struct, factors, spec.input());
    standIn(struct, factors, spec.recurrent());
    standIn(struct, factors, spec.hyper().scaling().dz());
    this.partsField = struct.size();
    this.fields = struct.toArray(partsField + 2 + (MAX_STEPS + 4) / 2);
    device.load(CudaSource.onChip(units));
  }

  private static void cell(StructFields struct, LayerSpec.Cell cell) {
    struct
        .matrix(cell.memory().h())
        .matrix(cell.memory().c())
        .matrix(cell.memory().dh())
        .matrix(cell.memory().dc())
        .matrix(cell.recurrentWeight())
        .address(cell.weights().bias())
        .address(cell.weights().gain())
        .address(cell.weights().shift());
    struct.numbers(CudaMask.fields(cell.drop()));
  }

  /** Memory for what products take in the place of a matrix that the kernels make. */
  private void standIn(StructFields struct, Factors factors, Matrix matrix) {
    FactorMatrix own = factors.allocate(rows.purpose(), matrix.rows(), matrix.columns());
    factors.replace((DeviceMatrix) matrix, own);
    struct.number(own.address()).number(own.stride());
  }

  /** Whether a layer is small enough, and is such a one as there are kernels for. */
  static boolean fits(Device device, Precision precision, LayerSpec spec) {
    int n = spec.main().units();
    return precision == Precision.BF16
        && spec.normalisation() == Normalisation.RMS
        && spec.hyper() != null
        && spec.hyper().cell().units() == HYPER_UNITS
        && spec.hyper().scaling().weights().rows() == SIGNALS * SIGNAL_SIZE
        && n % TILE == 0
        && n <= MAX_UNITS
        && spec.rows().maxSteps() <= MAX_STEPS
        && device.architecture() >= OLDEST
        && device.maxSharedBytes() >= sharedBytes(n)
        && isAligned(spec);
  }

  private static boolean isAligned(LayerSpec spec) {
    LayerSpec.Hyper hyper = spec.hyper();
    return List.of(
            spec.input(),
            spec.recurrent(),
            spec.main().memory().h(),
            spec.main().memory().dh(),
            spec.main().recurrentWeight(),
            hyper.cell().recurrentWeight(),
            hyper.embeddingWeight(),
            hyper.scaling().weights())
        .stream()
        .map(DeviceMatrix.class::cast)
        .allMatch(m -> m.address % ALIGNMENT == 0 && m.stride * Float.BYTES % ALIGNMENT == 0);
  }

  /** The shared memory that a block needs for so many units. */
  static int sharedBytes(int units) {
    return Math.max(forwardBytes(units), backwardBytes(units));
  }

  // Bytes of the structs in the kernels.

  private static int threads(int units) {
    return (units / TILE + 1) * WARP;
  }

  private static int forwardBytes(int units) {
    int shared = Math.max(1, units / TILE - 4);
    return shared * GATES * threads(units) * 16 + factors(units) + others(units);
  }

  private static int backwardBytes(int units) {
    int warps = units / TILE;
    int weights = GATES * warps * warps * WARP * 16;
    int shares = warps * SIGNALS / GATES * WINDOWS * (GATES * SIGNAL_SIZE + 4) * Float.BYTES;
    return weights + shares + factors(GATES * (units + HYPER_UNITS)) + others(units);
  }

  /** Of Factors. */
  private static int factors(int size) {
    int stride = size / TILE % 2 == 1 ? size : size + TILE;
    return WINDOWS * stride * Short.BYTES;
  }

  /** Of Signals, Exchange and Affine. */
  private static int others(int units) {
    int signals = WINDOWS * (SIGNALS * SIGNAL_SIZE + 4);
    int exchange = units / TILE * WARP;
    int affine = 3 * GATES * (units + HYPER_UNITS);
    return (signals + exchange + affine) * Float.BYTES;
  }

  @Override
  public void forward(InputRows input) {
    input.fill(rows.first(), rows.symbols());
    layOut();
    launch
        .of("on_chip_forward_" + units, blocks(), 1, threads(units))
        .withShared(forwardBytes(units))
        .with(fields)
        .run();
  }

  @Override
  public void backward() {
    int first = rows.first();
    int symbols = rows.symbols();
    int parts = Math.min(PARTS, DeviceSums.parts(symbols, WINDOWS));
    int blockStride = 3 * columns;
    int maps = SIGNALS * SIGNAL_SIZE * units;
    int partStride = maps + GATES * units;
    long blockBytes = (long) blocks() * blockStride * Float.BYTES;
    long ofBlocks = sums.scratch(blockBytes + (long) parts * partStride * Float.BYTES);
    long ofParts = ofBlocks + blockBytes;
    layOut();
    fields[partsField] = ofBlocks;
    launch
        .of("on_chip_backward_" + units, blocks(), 1, threads(units))
        .withShared(backwardBytes(units))
        .with(fields)
        .run();
    launch
        .of("on_chip_gradients_" + units, parts, 1, threads(units) - WARP)
        .with(fields)
        .with(first)
        .with(symbols)
        .with(ofParts)
        .run();
    Part byBlock = new Part(ofBlocks, blocks(), blockStride);
    Part byPart = new Part(ofParts, parts, partStride);
    LayerSpec.Cell main = spec.main();
    LayerSpec.Cell hyper = spec.hyper().cell();
    int hyperColumn = GATES * units;
    sums.begin()
        .add(byPart, 0, spec.hyper().scaling().gradient())
        .add(byPart, maps, main.gradients().bias())
        .add(byBlock, 0, main.gradients().gain())
        .add(byBlock, hyperColumn, hyper.gradients().gain())
        .add(byBlock, columns, main.gradients().shift())
        .add(byBlock, columns + hyperColumn, hyper.gradients().shift())
        .add(byBlock, 2 * columns + hyperColumn, hyper.gradients().bias())
        .run();
  }

  private int blocks() {
    return DeviceSums.parts(rows.count(-1), WINDOWS);
  }

  /** Says where the steps of the windows at hand are. A recording keeps it. */
  private void layOut() {
    int field = partsField + 1;
    fields[field++] = rows.steps();
    for (int t = -1; t <= rows.steps() + 1; t += 2) {
      fields[field++] = start(t) & 0xffffffffL | (long) start(t + 1) << Integer.SIZE;
    }
  }

  private int start(int t) {
    return t < rows.steps() ? rows.start(t) : rows.end();
  }
}
