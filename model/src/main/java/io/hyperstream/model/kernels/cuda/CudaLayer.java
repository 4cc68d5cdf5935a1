package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.VECTORS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.LayerStage;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.WindowRows;
import java.util.Arrays;

/**
 * A layer as products and kernels that have a block for each row.
 *
 * <p>Forward, the states h of both cells, side by side, are multiplied with one matrix: the weights
 * of the main cell's h over those of the hyper cell's, which feeds only the hyper cell's gates and
 * has zeros elsewhere. Backward, the gradients of all gates are multiplied with its transpose. What
 * concerns no other step (the gradients of the cells' parameters, for one) is made for all rows at
 * once in the end.
 */
abstract class CudaLayer implements LayerStage {

  // As in the kernels.
  static final int PACK = 4;
  static final int MAX_THREADS = 512;
  private static final int PACKED_SIGNALS = 4;
  private static final int MOMENTS = 3;

  /** Of a block that has three rows of each thread under way, with four vectors of PACK floats. */
  private static final int AHEAD_BYTES = DeviceSums.THREADS * 3 * 4 * PACK * Float.BYTES;

  // The struct of a cell: matrices, each an address and a stride, of which the last holds no
  // columns
  // of units; then vectors.
  private static final int CELL_MATRICES = 10;
  private static final int CELL_VECTORS = 3;

  private static final String WEIGHTS = "factors of products made of the weights";

  /** What a layer computes with. */
  record Tools(
      CudaKernels kernels,
      Device device,
      DeviceClock clock,
      Launch launch,
      DeviceSums sums,
      Factors factors) {}

  final Tools tools;
  final LayerSpec spec;
  final WindowRows rows;
  final LayerSizes sizes;

  /** h of both cells in each row. */
  final FactorMatrix states;

  /** The gradients of what the product gave for each row. */
  final FactorMatrix gradients;

  /** Of both cells, N + M times 4 (N + M), or its transpose. */
  final FactorMatrix weight;

  final boolean transposed;

  /** P of the reference, M x 12 Z; null in a plain LSTM. */
  final FactorMatrix signalWeight;

  /** D of the reference, 12 Z x N; null in a plain LSTM. */
  final FactorMatrix maps;

  /** dL/dh of both cells for each window, from the step behind. */
  final DeviceMatrix carried;

  /** The struct of the kernels; complete once a subclass has called {@link #complete}. */
  private long[] fields;

  /** Whether kernels move several columns of the main cell together. */
  private boolean packed;

  /** Whether they could do so in the hyper cell. */
  private boolean hyperPacked;

  /**
   * @param transposed how the weights of the products with h lie
   */
  CudaLayer(Tools tools, LayerSpec spec, boolean transposed) {
    this.tools = tools;
    this.transposed = transposed;
    this.spec = spec;
    this.rows = spec.rows();
    this.sizes = new LayerSizes(spec);
    int both = sizes.n() + sizes.m();
    boolean plain = spec.hyper() == null;
    this.states = forRows(both);
    this.gradients = forRows(GATES * both);
    this.weight = transposed ? forWeights(GATES * both, both) : forWeights(both, GATES * both);
    this.signalWeight = plain ? null : forWeights(sizes.m(), sizes.signals());
    this.maps = plain ? null : forWeights(sizes.signals(), sizes.n());
    this.carried = tools.kernels.allocate(rows.purpose(), rows.maxWindows(), both);
    Factors factors = tools.factors;
    factors.replace(on(spec.recurrent()), gradients);
    if (factors.format() != Device.Format.FLOAT) {
      factors.replace(on(spec.main().memory().h()), states);
      if (!plain) {
        factors.replace(on(spec.hyper().cell().memory().h()), states.from(0, sizes.n()));
      }
    }
  }

  /** The layer, or null if there are no kernels for one of its sizes. */
  static CudaLayer of(Tools tools, LayerSpec spec) {
    if (CompactLayer.fits(tools, spec)) {
      return new CompactLayer(tools, spec);
    }
    return WideLayer.fits(spec) ? new WideLayer(tools, spec) : null;
  }

  FactorMatrix forRows(int columns) {
    return tools.factors.allocate(rows.purpose(), rows.maxRows(), columns);
  }

  FactorMatrix forWeights(int rows, int columns) {
    return tools.factors.allocate(WEIGHTS, rows, columns);
  }

  /**
   * Completes the struct of the kernels.
   *
   * @param scales d of some rows; null where it is not in memory
   * @param transposedSignalWeight null where no kernel needs it
   * @param mapGradients factors of the gradient of D; null where no product makes it
   * @param carriedByMain what a product of its own carries to the main cell; null for none
   */
  final void complete(
      DeviceMatrix scales,
      FactorMatrix transposedSignalWeight,
      FactorMatrix mapGradients,
      DeviceMatrix carriedByMain) {
    LayerSpec.Hyper hyper = spec.hyper();
    CellSpec.Scaling scaling = hyper == null ? null : hyper.scaling();
    StructFields struct = new StructFields();
    addCell(struct, spec.main(), 0, scales);
    boolean aligned = isAligned(struct.toArray(struct.size()), sizes.n());
    if (hyper == null) {
      struct.zeros(struct.size());
    } else {
      int first = struct.size();
      addCell(struct, hyper.cell(), GATES * sizes.n(), null);
      long[] both = struct.toArray(struct.size());
      hyperPacked = isAligned(Arrays.copyOfRange(both, first, both.length), sizes.m());
    }
    struct
        .matrix(scaling == null ? null : scaling.z())
        .matrix(scaling == null ? null : scaling.dz())
        .address(hyper == null ? null : hyper.embeddingBias())
        .factors(signalWeight)
        .factors(transposedSignalWeight)
        .factors(maps)
        .factors(states)
        .number(states.stride())
        .factors(gradients)
        .number(gradients.stride())
        .factors(mapGradients)
        .number(mapGradients == null ? 0 : mapGradients.stride())
        .matrix(carried)
        .matrix(carriedByMain)
        .number(sizes.signalSize())
        .number(aligned ? 1 : 0);
    packed = aligned;
    fields = struct.toArray(struct.size());
  }

  /** Whether all that a thread moves of a cell lies at multiples of PACK floats. */
  private boolean isAligned(long[] cell, int units) {
    boolean aligned = units % PACK == 0 && carried.stride % PACK == 0;
    for (int field = 0; field < 2 * CELL_MATRICES + CELL_VECTORS; field++) {
      boolean isMatrix = field < 2 * CELL_MATRICES;
      boolean holdsUnits = !isMatrix || field < 2 * (CELL_MATRICES - 1);
      int multiple = isMatrix && field % 2 == 1 ? PACK : PACK * Float.BYTES;
      aligned &= !holdsUnits || cell[field] % multiple == 0;
    }
    return aligned;
  }

  /**
   * A cell, with memory of its own for what backward needs of forward.
   *
   * @param firstColumn of its gates
   */
  private void addCell(
      StructFields struct, LayerSpec.Cell cell, int firstColumn, DeviceMatrix scales) {
    CellSpec.Memory memory = cell.memory();
    int units = cell.units();
    boolean normalised = spec.normalisation() != Normalisation.NONE;
    CudaKernels kernels = tools.kernels;
    struct
        .matrix(memory.h())
        .matrix(memory.c())
        .matrix(memory.dh())
        .matrix(memory.dc())
        .matrix(kernels.columns(spec.recurrent(), firstColumn, GATES * units))
        .matrix(kernels.columns(spec.input(), firstColumn, GATES * units))
        .matrix(scales)
        .matrix(allocate(VECTORS * units))
        .matrix(normalised ? allocate(VECTORS * units) : null)
        .matrix(allocate(VECTORS * MOMENTS))
        .address(cell.weights().bias())
        .address(cell.weights().gain())
        .address(cell.weights().shift())
        .number(units)
        .normalisation(spec.normalisation());
    struct.numbers(CudaMask.fields(cell.drop()));
  }

  private DeviceMatrix allocate(int columns) {
    return tools.kernels.allocate(rows.purpose(), rows.maxRows(), columns);
  }

  static DeviceMatrix on(Matrix matrix) {
    return (DeviceMatrix) matrix;
  }

  /** The struct of the kernels. */
  final long[] fields() {
    return fields;
  }

  /** Whether several columns of both cells can be moved together. */
  final boolean isPacked() {
    return packed && hyperPacked;
  }

  /** Begins the launch of a kernel for some rows; what it takes beyond the struct is to follow. */
  final Launch kernel(String name, int count, int threads) {
    return tools.launch.of(name + "_" + tools.factors.suffix(), count, 1, threads).with(fields);
  }

  /**
   * A product of factors.
   *
   * @param a some rows, with as many columns as are multiplied
   * @param b a part of the weights
   * @param transposed whether the transpose of b takes part
   * @param c address of the first result
   * @param stride floats from one row of results to the next
   */
  final void multiply(
      FactorMatrix a, FactorMatrix b, boolean transposed, long c, int stride, boolean add) {
    Device.Operand result = new Device.Operand(c, stride, false, 0, Device.Format.FLOAT);
    tools.clock.working();
    tools.device.multiply(
        a.rows(),
        transposed ? b.rows() : b.columns(),
        a.columns(),
        a.operand(false),
        b.operand(transposed),
        result,
        add,
        1);
  }

  @Override
  public final void forward(InputRows input) {
    input.fill(rows.first(), rows.symbols());
    makeFactorsOfWeights();
    tools
        .launch
        .byRow("state_factors_" + tools.factors.suffix(), rows.count(-1), states.columns())
        .with(fields)
        .run();
    beforeForward();
    forwardSteps();
  }

  void forwardSteps() {
    for (int t = 0; t < rows.steps(); t++) {
      forward(rows.start(t), rows.start(t - 1), rows.count(t));
    }
  }

  /** The weights may have changed since the last time. */
  private void makeFactorsOfWeights() {
    Factors factors = tools.factors;
    int n = sizes.n();
    makeFactorsOfWeights(on(spec.main().recurrentWeight()), 0, 0);
    if (spec.hyper() != null) {
      LayerSpec.Hyper hyper = spec.hyper();
      makeFactorsOfWeights(on(hyper.cell().recurrentWeight()), n, GATES * n);
      factors.make(on(hyper.embeddingWeight()), 0, signalWeight);
      factors.make(on(hyper.scaling().weights()), 0, maps);
    }
  }

  private void makeFactorsOfWeights(DeviceMatrix from, int row, int column) {
    if (transposed) {
      tools.factors.makeTransposed(from, weight.from(column, row));
    } else {
      tools.factors.make(from, 0, weight.part(row, column, from.rows(), from.columns()));
    }
  }

  /** What else is to be done once before all steps. */
  abstract void beforeForward();

  /** A step forward, for so many rows. */
  abstract void forward(int row, int previous, int count);

  @Override
  public final void backward() {
    beforeBackward();
    backwardSteps();
    tools.launch.byRow("state_gradients", rows.count(-1), states.columns()).with(fields).run();
    completeGradients();
  }

  void backwardSteps() {
    int rowsWithNext = 0;
    for (int t = rows.steps() - 1; t >= 0; t--) {
      backward(rows.start(t), rows.start(t - 1), rows.count(t), rowsWithNext);
      rowsWithNext = rows.count(t);
    }
  }

  abstract void beforeBackward();

  /**
   * A step backward, for so many rows.
   *
   * @param rowsWithNext how many of them belong to windows that go on behind this step
   */
  abstract void backward(int row, int previous, int count, int rowsWithNext);

  /** The gradients of what all steps share. */
  abstract void completeGradients();

  /**
   * The gradients of the parameters of the main cell, summed over all rows.
   *
   * @param scaling null where the kernel is not to make the gradient of the maps
   */
  final void completeMain(CellSpec.Scaling scaling) {
    int known = scaling == null ? 0 : packed && sizes.signalSize() <= PACKED_SIGNALS ? 4 : 8;
    boolean pack = packed && known <= PACKED_SIGNALS;
    String kernel = (pack ? "packed_gradients_" : "main_gradients_") + known;
    complete(kernel, spec.main(), pack ? PACK : 1, scaling);
  }

  /** The same of the hyper cell. */
  final void completeHyper() {
    complete("hyper_gradients", spec.hyper().cell(), 1, null);
  }

  /**
   * @param columns of a thread
   */
  private void complete(String kernel, LayerSpec.Cell cell, int columns, CellSpec.Scaling scaling) {
    int units = cell.units();
    CellSpec.Weights gradients = cell.gradients();
    int vectors = gradients.gain() == null ? GATES : gradients.gain().rows();
    int strips = DeviceSums.parts(units, DeviceSums.STRIP * columns);
    int parts = DeviceSums.parts(rows.symbols(), DeviceSums.PART_ROWS);
    int kind = VECTORS * units;
    int stride = 3 * kind + (scaling == null ? 0 : sizes.signals() * units);
    long partial = tools.sums.scratch((long) parts * stride * Float.BYTES);
    tools
        .launch
        .of(kernel, parts, vectors * strips, DeviceSums.THREADS)
        .withShared(columns == PACK ? AHEAD_BYTES : 0)
        .with(fields)
        .with(rows.first())
        .with(rows.symbols())
        .with(DeviceSums.PART_ROWS)
        .with((long) stride)
        .with(partial)
        .with(scaling == null ? 0 : on(scaling.weights()).address)
        .run();
    DeviceSums.Part part = new DeviceSums.Part(partial, parts, stride);
    tools
        .sums
        .begin()
        .add(part, 0, gradients.gain())
        .add(part, kind, gradients.shift())
        .add(part, 2 * kind, gradients.bias())
        .add(part, 3 * kind, scaling == null ? null : scaling.gradient())
        .run();
  }
}
