package io.hyperstream.model.kernels.cuda;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;
import static io.hyperstream.model.kernels.Gates.VECTORS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.LayerStage;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Normalisation;
import io.hyperstream.model.kernels.WindowRows;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A layer of which a time step is two links of a chain: one product, and one kernel for all the
 * rest.
 *
 * <p>Forward, the states h of both cells, side by side, are multiplied with one matrix: the weights
 * of the main cell's h over those of the hyper cell's, which feeds only the hyper cell's gates and
 * has zeros elsewhere. Backward, the gradients of all gates are multiplied with its transpose. What
 * concerns no other step (the gradients of the cells' parameters and of the maps D, and those of
 * the input) is made for all rows at once in the end.
 */
final class CudaLayer implements LayerStage {

  // As in the kernels.
  private static final int PACK = 4;
  private static final int MAX_THREADS = 512;
  private static final int MAX_SIGNAL_SIZE = 8;
  private static final int MOMENTS = 3;

  /** Shared memory that the kernels declare, rounded up. */
  private static final int DECLARED_BYTES = 4 << 10;

  private static final int WARP = 32;
  private static final String WEIGHTS = "factors of products made of the weights";

  private final Device device;
  private final DeviceClock clock;
  private final Launch launch;
  private final DeviceSums sums;
  private final Factors factors;
  private final LayerSpec spec;
  private final WindowRows rows;

  private final int n;

  /** 0 in a plain LSTM, as are the next two. */
  private final int m;

  private final int signalSize;
  private final int signals;

  private final int threads;
  private final int sharedBytes;

  /** h of both cells in each row. */
  private final FactorMatrix states;

  /** The gradients of what the product gave for each row. */
  private final FactorMatrix gradients;

  private final FactorMatrix weight;
  private final FactorMatrix signalWeight;
  private final FactorMatrix transposedSignalWeight;
  private final FactorMatrix maps;

  /** dL/dh of both cells for each window, from the step behind. */
  private final DeviceMatrix carried;

  /** The struct of the kernels. */
  private final long[] fields;

  private CudaLayer(
      CudaKernels kernels,
      Device device,
      DeviceClock clock,
      Launch launch,
      DeviceSums sums,
      Factors factors,
      LayerSpec spec) {
    this.device = device;
    this.clock = clock;
    this.launch = launch;
    this.sums = sums;
    this.factors = factors;
    this.spec = spec;
    this.rows = spec.rows();
    Sizes sizes = new Sizes(spec);
    this.n = sizes.n;
    this.m = sizes.m;
    this.signalSize = sizes.signalSize;
    this.signals = sizes.signals();
    this.threads = sizes.threads();
    this.sharedBytes = sizes.sharedBytes(factors.format());
    String purpose = rows.purpose();
    int maxRows = rows.maxRows();
    this.states = factors.allocate(purpose, maxRows, n + m);
    this.gradients = factors.allocate(purpose, maxRows, GATES * (n + m));
    this.carried = kernels.allocate(purpose, rows.maxWindows(), n + m);
    this.weight = factors.allocate(WEIGHTS, n + m, GATES * (n + m));
    this.signalWeight = m == 0 ? null : factors.allocate(WEIGHTS, m, signals);
    this.transposedSignalWeight = m == 0 ? null : factors.allocate(WEIGHTS, signals, m);
    this.maps = m == 0 ? null : factors.allocate(WEIGHTS, signals, n);
    this.fields = fields(kernels);

    factors.replace(on(spec.recurrent()), gradients);
    if (factors.format() != Device.Format.FLOAT) {
      factors.replace(on(spec.main().memory().h()), states);
      if (m > 0) {
        factors.replace(on(spec.hyper().cell().memory().h()), states.from(0, n));
      }
    }
  }

  /** The layer, or null if its kernels are not made for one like that. */
  static CudaLayer ifPossible(
      CudaKernels kernels,
      Device device,
      DeviceClock clock,
      Launch launch,
      DeviceSums sums,
      Factors factors,
      LayerSpec spec) {
    Sizes sizes = new Sizes(spec);
    boolean possible =
        sizes.threads() <= MAX_THREADS
            && sizes.signalSize <= MAX_SIGNAL_SIZE
            && sizes.sharedBytes(factors.format()) <= device.maxSharedBytes() - DECLARED_BYTES;
    return possible ? new CudaLayer(kernels, device, clock, launch, sums, factors, spec) : null;
  }

  private record Sizes(int n, int m, int signalSize) {

    Sizes(LayerSpec spec) {
      this(
          spec.main().memory().h().columns(),
          spec.hyper() == null ? 0 : spec.hyper().cell().memory().h().columns(),
          spec.hyper() == null ? 0 : spec.hyper().embeddingWeight().columns() / SIGNALS);
    }

    int signals() {
      return SIGNALS * signalSize;
    }

    int threads() {
      int needed = Math.max((n + PACK - 1) / PACK, Math.max(m, signals()));
      return (needed + WARP - 1) / WARP * WARP;
    }

    /** What LayerMemory in the kernels lays out. */
    int sharedBytes(Device.Format format) {
      if (m == 0) {
        return 0;
      }
      int weight = Math.max(m * FactorMatrix.padded(signals()), signals() * FactorMatrix.padded(m));
      int partial = Math.max(threads(), threads() / WARP * signals());
      return (signals() * FactorMatrix.padded(n) + weight) * format.bytes
          + (FactorMatrix.padded(signals()) + FactorMatrix.padded(m) + partial) * Float.BYTES;
    }
  }

  private long[] fields(CudaKernels kernels) {
    LayerSpec.Hyper hyper = spec.hyper();
    long[] mainCell = cell(kernels, spec.main(), 0);
    long[] hyperCell = m == 0 ? new long[mainCell.length] : cell(kernels, hyper.cell(), GATES * n);
    DeviceMatrix z = m == 0 ? null : on(hyper.scaling().z());
    DeviceMatrix dz = m == 0 ? null : on(hyper.scaling().dz());
    long[] others = {
      address(z),
      z == null ? 0 : z.stride,
      address(dz),
      dz == null ? 0 : dz.stride,
      m == 0 ? 0 : address(on(hyper.embeddingBias())),
      m == 0 ? 0 : signalWeight.address(),
      m == 0 ? 0 : transposedSignalWeight.address(),
      m == 0 ? 0 : maps.address(),
      states.address(),
      states.stride(),
      gradients.address(),
      gradients.stride(),
      carried.address,
      carried.stride,
      signalSize,
      areAligned(mainCell) ? 1 : 0
    };
    return LongStream.concat(
            LongStream.concat(Arrays.stream(mainCell), Arrays.stream(hyperCell)),
            Arrays.stream(others))
        .toArray();
  }

  /**
   * The struct of a cell, with memory of its own for what backward needs of forward.
   *
   * @param firstColumn of its gates
   */
  private long[] cell(CudaKernels kernels, LayerSpec.Cell cell, int firstColumn) {
    CellSpec.Memory memory = cell.memory();
    int units = memory.h().columns();
    boolean normalised = spec.normalisation() != Normalisation.NONE;
    String purpose = rows.purpose();
    int maxRows = rows.maxRows();
    return CudaCell.struct(
        units,
        spec.normalisation(),
        new Matrix[] {
          memory.h(),
          memory.c(),
          memory.dh(),
          memory.dc(),
          kernels.columns(spec.recurrent(), firstColumn, GATES * units),
          kernels.columns(spec.input(), firstColumn, GATES * units),
          null,
          kernels.allocate(purpose, maxRows, VECTORS * units),
          normalised ? kernels.allocate(purpose, maxRows, VECTORS * units) : null,
          kernels.allocate(purpose, maxRows, VECTORS * MOMENTS)
        },
        new Matrix[] {cell.weights().bias(), cell.weights().gain(), cell.weights().shift()});
  }

  /** Whether all that a thread moves of the main cell lies at multiples of four floats. */
  private boolean areAligned(long[] mainCell) {
    int matrices = 9;
    boolean aligned = n % PACK == 0 && carried.stride % PACK == 0;
    for (int field = 0; field < mainCell.length - 2; field++) {
      boolean isStride = field < 2 * matrices && field % 2 == 1;
      aligned &= mainCell[field] % (isStride ? PACK : PACK * Float.BYTES) == 0;
    }
    return aligned;
  }

  private static long address(DeviceMatrix matrix) {
    return matrix == null ? 0 : matrix.address;
  }

  private static DeviceMatrix on(Matrix matrix) {
    return (DeviceMatrix) matrix;
  }

  @Override
  public void forward(InputRows input) {
    input.fill(rows.first(), rows.symbols());
    makeFactorsOfWeights();
    launch.byRow("state_factors_" + factors.suffix(), rows.count(-1), n + m).with(fields).run();
    for (int t = 0; t < rows.steps(); t++) {
      int row = rows.start(t);
      int previous = rows.start(t - 1);
      int count = rows.count(t);
      multiply(
          count,
          GATES * (n + m),
          n + m,
          states.from(previous, 0),
          weight.operand(false),
          on(spec.recurrent()).at(row),
          on(spec.recurrent()).stride);
      launch
          .of("layer_forward_" + factors.suffix(), count, 1, threads)
          .withShared(sharedBytes)
          .with(fields)
          .with(row)
          .with(previous)
          .run();
    }
  }

  /** The weights may have changed since the last time. */
  private void makeFactorsOfWeights() {
    factors.make(on(spec.main().recurrentWeight()), 0, weight.top(n));
    if (m > 0) {
      LayerSpec.Hyper hyper = spec.hyper();
      factors.make(on(hyper.cell().recurrentWeight()), 0, weight.from(n, GATES * n));
      factors.make(on(hyper.embeddingWeight()), 0, signalWeight);
      factors.makeTransposed(on(hyper.embeddingWeight()), transposedSignalWeight);
      factors.make(on(hyper.scaling().weights()), 0, maps);
    }
  }

  private void multiply(
      int count, int columns, int depth, FactorMatrix a, Device.Operand b, long c, int stride) {
    clock.working();
    device.multiply(
        count,
        columns,
        depth,
        a.operand(false),
        b,
        new Device.Operand(c, stride, false, 0, Device.Format.FLOAT),
        false,
        1);
  }

  @Override
  public void backward() {
    int rowsWithNext = 0;
    for (int t = rows.steps() - 1; t >= 0; t--) {
      int row = rows.start(t);
      int count = rows.count(t);
      launch
          .of("layer_backward_" + factors.suffix(), count, 1, threads)
          .withShared(sharedBytes)
          .with(fields)
          .with(row)
          .with(rows.start(t - 1))
          .with(rowsWithNext)
          .run();
      multiply(
          count,
          n + m,
          GATES * (n + m),
          gradients.from(row, 0),
          weight.operand(true),
          carried.address,
          carried.stride);
      rowsWithNext = count;
    }
    launch.byRow("state_gradients", rows.count(-1), n + m).with(fields).run();
    completeGradients("main_gradients_" + unrolledSignals(), spec.main(), signals * n);
    if (m > 0) {
      completeGradients("hyper_gradients", spec.hyper().cell(), 0);
    }
  }

  /** Of the kernels that there are, the first that has room for as many signals. */
  private int unrolledSignals() {
    return signalSize == 0 ? 0 : signalSize <= 4 ? 4 : MAX_SIGNAL_SIZE;
  }

  /**
   * @param mapFloats how many numbers the gradient of the maps has
   */
  private void completeGradients(String kernel, LayerSpec.Cell cell, int mapFloats) {
    int units = cell.memory().h().columns();
    DeviceMatrix bias = on(cell.gradients().bias());
    DeviceMatrix gain = on(cell.gradients().gain());
    DeviceMatrix shift = on(cell.gradients().shift());
    int columns = (gain == null ? GATES : gain.rows()) * units;
    int parts = DeviceSums.parts(rows.symbols(), DeviceSums.PART_ROWS);
    int kind = VECTORS * units;
    int stride = 3 * kind + mapFloats;
    long partial = sums.scratch((long) parts * stride * Float.BYTES);
    launch
        .of(kernel, parts, DeviceSums.parts(columns, DeviceSums.STRIP), DeviceSums.THREADS)
        .with(fields)
        .with(rows.first())
        .with(rows.symbols())
        .with(columns)
        .with(DeviceSums.PART_ROWS)
        .with((long) stride)
        .with(partial);
    if (cell == spec.main()) {
      launch.with(m == 0 ? 0 : address(on(spec.hyper().scaling().weights())));
    }
    launch.run();
    if (gain != null) {
      sums.total(partial, parts, stride, gain, false);
      sums.total(partial + (long) kind * Float.BYTES, parts, stride, shift, false);
    }
    if (bias != null) {
      sums.total(partial + 2L * kind * Float.BYTES, parts, stride, bias, false);
    }
    if (mapFloats > 0) {
      DeviceMatrix gradient = on(spec.hyper().scaling().gradient());
      sums.total(partial + 3L * kind * Float.BYTES, parts, stride, gradient, false);
    }
  }
}
