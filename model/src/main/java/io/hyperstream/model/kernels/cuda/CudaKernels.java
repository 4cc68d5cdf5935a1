package io.hyperstream.model.kernels.cuda;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.BackendUnavailableException;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.DensityStage;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.LayerStage;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.model.kernels.RowFetch;
import io.hyperstream.model.kernels.SteppedLayer;
import io.hyperstream.model.kernels.cuda.Device.Format;
import io.hyperstream.model.kernels.cuda.Device.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kernels on an NVIDIA GPU: cuBLAS for the products, kernels of our own for all the rest. All
 * memory is the device's; each learner has a stream of its own on it.
 */
public final class CudaKernels implements Kernels {

  /** The maximum number of threads in a block. */
  static final int MAX_THREADS = 1024;

  /** Columns of a thread of the softmax: with fewer threads, more rows are at work at once. */
  private static final int SOFTMAX_COLUMNS = 8;

  private static final int WARP = 32;

  /** Threads of a block that works on a row, or a part of one, without sums. */
  private static final int ROW_THREADS = 256;

  /** The maximum number of blocks that share the named rows of a table. */
  private static final int NAMED_BLOCKS = 4096;

  /** Columns of a block that scatters rows; as in the kernels. */
  private static final int SCATTER_COLUMNS = 128;

  /** The maximum number of moves in one launch; as in the kernels. */
  private static final int MOVES = 16;

  private static final int MOVE_FIELDS = 5;

  /** What cuBLAS asks for on the largest GPUs. */
  private static final long WORKSPACE = 32L << 20;

  /** For the smaller products of a branch. */
  private static final long BRANCH_WORKSPACE = 8L << 20;

  /** Shapes of a step whose work is recorded. */
  private static final int SHAPES = 16;

  /** Recordings of each: forward, with and without the predictions, backward, and the gradients. */
  private static final int RECORDINGS = 4;

  private static final String STEP = "numbers that cross in each step";

  private static final String PRODUCTS = "the workspace of products";

  private static final String CUBLAS = "cuBLAS itself";

  private final Device device;
  private final Precision precision;
  private final DeviceMemory memory;
  private final DeviceClock clock;
  private final Launch launch;
  private final Staging staging;
  private final Recordings recordings;
  private final DeviceSums sums;
  private boolean hasBranches;
  private final Factors factors;
  private final Use use = new Use();

  /**
   * @param precision of products, and of what other kernels may round on their way
   */
  CudaKernels(Device device, Precision precision) {
    this.device = device;
    this.precision = precision;
    this.memory = new DeviceMemory(device);
    this.clock = new DeviceClock(device);
    this.launch = new Launch(device, clock);
    this.recordings = new Recordings(device, clock, RECORDINGS * SHAPES);
    try {
      long workspace = memory.allocate(PRODUCTS, WORKSPACE);
      memory.count(CUBLAS, device.useWorkspace(workspace, WORKSPACE));
      this.staging = new Staging(memory, device, clock);
      this.sums = new DeviceSums(memory, launch, staging);
      this.factors = new Factors(memory, launch, precision);
    } catch (Throwable e) {
      FailedStart.close(e, memory);
      throw e;
    }
  }

  /**
   * Opens a GPU.
   *
   * @param index from 0, as CUDA counts them
   * @throws BackendUnavailableException if it cannot be used; the message names what is missing
   * @throws OutOfDeviceMemoryException if there is no room on it
   */
  public static CudaKernels open(int index, Precision precision) {
    CudaLibraries.require();
    return on(CudaDevice.open(index, precision), precision);
  }

  /** On a device that is open, which it closes, also if it fails. */
  static CudaKernels on(Device device, Precision precision) {
    try {
      return new CudaKernels(device, precision);
    } catch (Throwable e) {
      FailedStart.close(e, device);
      throw e;
    }
  }

  /** Bytes of the device's memory that this learner holds, by purpose. */
  public Map<String, Long> memoryByPurpose() {
    return memory.byPurpose();
  }

  /** How many recordings there are, for all shapes of a step and all kinds of work. */
  public int recordings() {
    return recordings.size();
  }

  /** Pieces of work in the largest recording: what a window costs in launches. */
  public int largestRecording() {
    return recordings.largest();
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Optional<DeviceUse> device() {
    return Optional.of(use);
  }

  private final class Use implements DeviceUse {

    @Override
    public String device() {
      return device.name();
    }

    @Override
    public long memoryBytes() {
      return memory.inUse();
    }

    @Override
    public long freeBytes() {
      return device.freeBytes();
    }

    @Override
    public long busyNanos() {
      return clock.nanos();
    }
  }

  @Override
  public void repeat(Runnable work, int[] shape, int size) {
    recordings.run(work, shape, size);
  }

  @Override
  public DeviceMatrix allocate(String purpose, int rows, int columns) {
    long bytes = (long) rows * columns * Float.BYTES;
    long address = memory.allocate(purpose, bytes);
    return new DeviceMatrix(address, address + bytes, rows, columns, columns);
  }

  @Override
  public Matrix view(Matrix whole, int offset, int rows, int columns, int stride) {
    return on(whole).part(offset, rows, columns, stride);
  }

  @Override
  public Matrix columns(Matrix whole, int from, int columns) {
    return on(whole).part(from, whole.rows(), columns, on(whole).stride);
  }

  @Override
  public Indices indices(int size) {
    return new DeviceIndices(size, memory.allocate(STEP, (1L + size) * Integer.BYTES));
  }

  @Override
  public void upload(Indices indices, int count) {
    DeviceIndices to = on(indices);
    to.setCount(count);
    staging.upload(count, to.address);
    staging.upload(to.values(), 0, count, to.at(0));
  }

  @Override
  public void upload(float[] source, int offset, Matrix target, int row, int rows) {
    DeviceMatrix to = on(target);
    if (to.isContiguous()) {
      staging.upload(source, offset, rows * to.columns(), to.at(row));
      return;
    }
    for (int r = 0; r < rows; r++) {
      staging.upload(source, offset + r * to.columns(), to.columns(), to.at(row + r));
    }
  }

  @Override
  public void download(Matrix source, int row, int rows, float[] target, int offset) {
    DeviceMatrix from = on(source);
    if (from.isContiguous()) {
      staging.download(from.at(row), target, offset, rows * from.columns());
    } else {
      for (int r = 0; r < rows; r++) {
        staging.download(from.at(row + r), target, offset + r * from.columns(), from.columns());
      }
    }
  }

  @Override
  public RowFetch rowFetch() {
    return new DeviceRowFetch(memory, device, clock);
  }

  @Override
  public void zero(Matrix target, int row, int rows) {
    launch.byRow("zero", rows, target.columns()).with(on(target), row).with(target.columns()).run();
  }

  @Override
  public void copyRows(Matrix from, int row, Matrix to, int toRow, int rows) {
    int columns = from.columns();
    launch
        .byRow("copy_rows", rows, columns)
        .with(on(from), row)
        .with(on(to), toRow)
        .with(columns)
        .run();
  }

  @Override
  public void fillRows(Matrix target, int row, int rows, Matrix values) {
    int columns = target.columns();
    launch
        .byRow("fill_rows", rows, columns)
        .with(on(target), row)
        .with(columns)
        .with(on(values).address)
        .with(values.columns())
        .run();
  }

  @Override
  public Mask mask(String purpose, int rows, int columns, Indices numbers) {
    return new CudaMask(memory, staging, purpose, (DeviceIndices) numbers);
  }

  @Override
  public void multiplyElements(Matrix a, Mask mask, Matrix out, int row, int rows, boolean add) {
    boolean fours = on(a).isFourfold() && on(out).isFourfold();
    launch
        .byRow("multiply_by_mask", rows, (out.columns() + 3) / 4)
        .with(on(a), 0)
        .with(((CudaMask) mask).fields())
        .with(on(out), 0)
        .with(row)
        .with(out.columns())
        .with(fours)
        .with(add)
        .run();
  }

  @Override
  public void scaleRows(Matrix from, Indices index, float factor, Matrix to) {
    launch
        .byRow("scale_named", namedBlocks(index), to.columns())
        .with(on(from), 0)
        .with(factor)
        .with(on(to), 0)
        .with(to.columns())
        .with(on(index).address)
        .with(on(index).at(0))
        .run();
  }

  @Override
  public void add(Matrix from, Matrix to) {
    launch
        .byRow("add", from.rows(), from.columns())
        .with(on(from), 0)
        .with(on(to), 0)
        .with(from.columns())
        .run();
  }

  @Override
  public void gather(Matrix table, Indices index, int row, int rows, Matrix out) {
    boolean fours = on(table).isFourfold() && on(out).isFourfold();
    int columns = fours ? table.columns() / 4 : table.columns();
    launch
        .byRow(fours ? "gather_fours" : "gather", rows, columns)
        .with(on(table), 0)
        .with(on(index).at(row))
        .with(on(out), row)
        .with(columns)
        .run();
  }

  @Override
  public void copyAll(List<Matrix> from, List<Matrix> to, int rows) {
    move(from, 0, rows, to);
  }

  @Override
  public void gatherAll(List<Matrix> tables, Indices index, int rows, List<Matrix> out) {
    move(tables, on(index).at(0), rows, out);
  }

  private void move(List<Matrix> from, long index, int rows, List<Matrix> to) {
    for (int first = 0; first < from.size(); first += MOVES) {
      int count = Math.min(MOVES, from.size() - first);
      StructFields moves = new StructFields();
      int maxColumns = 0;
      for (int i = first; i < first + count; i++) {
        int columns = from.get(i).columns();
        moves.matrix(from.get(i)).matrix(to.get(i)).number(columns);
        maxColumns = Math.max(maxColumns, columns);
      }
      launch
          .of("move_rows", rows, count, threads(maxColumns, ROW_THREADS))
          .with(moves.toArray(MOVES * MOVE_FIELDS))
          .with(index)
          .run();
    }
  }

  @Override
  public void scatterAdd(
      Matrix values, Indices index, int row, int rows, Matrix table, Indices distinct) {
    int columns = table.columns();
    int strips = DeviceSums.parts(columns, SCATTER_COLUMNS);
    launch
        .of("scatter_add", namedBlocks(distinct), strips, threads(rows, MAX_THREADS))
        .with(on(values), row)
        .with(on(index).at(row))
        .with(rows)
        .with(on(table), 0)
        .with(columns)
        .with(on(distinct).address)
        .with(on(distinct).at(0))
        .run();
  }

  @Override
  public void zeroRows(Matrix table, Indices index) {
    launch
        .byRow("zero_named", namedBlocks(index), table.columns())
        .with(on(table), 0)
        .with(table.columns())
        .with(on(index).address)
        .with(on(index).at(0))
        .run();
  }

  /**
   * Blocks for rows that are named: as many as there can be, not as there are now, since there are
   * others when the launch is played back.
   */
  private static int namedBlocks(Indices index) {
    return Math.min(index.values().length, NAMED_BLOCKS);
  }

  /** Threads of a block for so many columns or rows: whole warps. */
  static int threads(int size, int max) {
    return Math.min(max, Math.max(1, DeviceSums.parts(size, WARP)) * WARP);
  }

  @Override
  public void multiply(Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    Operand left = factors.of(0, on(a), aRow, rows).operand(false);
    Operand right = factors.of(1, on(w), 0, w.rows()).operand(false);
    multiply(rows, w.columns(), w.rows(), left, right, at(c, cRow), add);
  }

  @Override
  public void multiplyTransposed(
      Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    Operand left = factors.of(0, on(a), aRow, rows).operand(false);
    Operand right = factors.of(1, on(w), 0, w.rows()).operand(true);
    multiply(rows, w.rows(), w.columns(), left, right, at(c, cRow), add);
  }

  @Override
  public void multiplyRows(
      Matrix a, int aRow, Matrix b, int bRow, int rows, Matrix c, boolean add) {
    Operand left = factors.of(0, on(a), aRow, rows).operand(true);
    Operand right = factors.of(1, on(b), bRow, rows).operand(false);
    multiply(c.rows(), c.columns(), rows, left, right, at(c, 0), add);
  }

  private void multiply(int m, int n, int k, Operand a, Operand b, Operand c, boolean add) {
    clock.working();
    device.multiply(m, n, k, a, b, c, add, 1);
  }

  private static Operand at(Matrix matrix, int row) {
    return new Operand(on(matrix).at(row), on(matrix).stride, false, 0, Format.FLOAT);
  }

  @Override
  public void sumRows(Matrix a, int row, int rows, Matrix sum, boolean add) {
    sums.rows(on(a), row, rows, on(sum), add);
  }

  /** Makes ready for branches of work with products. */
  void prepareBranches() {
    if (!hasBranches) {
      hasBranches = true;
      long workspace = memory.allocate(PRODUCTS, BRANCH_WORKSPACE);
      memory.count(CUBLAS, device.useBranchWorkspace(workspace, BRANCH_WORKSPACE));
    }
  }

  @Override
  public CellStage cell(CellSpec spec) {
    CudaScaling scaling =
        spec.scaling() == null ? null : new CudaScaling(device, clock, this, spec);
    return new CudaCell(launch, sums, this, spec, scaling);
  }

  /**
   * On the chip where it fits. Otherwise step by step, with all its input asked for at once: a call
   * costs a launch, whatever it does.
   */
  @Override
  public LayerStage layer(LayerSpec spec) {
    if (OnChipLayer.fits(device, precision, spec)) {
      return new OnChipLayer(device, launch, sums, factors, this, spec);
    }
    LayerStage layer =
        CudaLayer.of(new CudaLayer.Tools(this, device, clock, launch, sums, factors), spec);
    return layer == null ? new SteppedLayer(this, spec, true) : layer;
  }

  @Override
  public void softmaxLoss(
      Matrix logits, int row, int rows, Indices targets, Matrix scales, Matrix bits) {
    launch
        .of("softmax_loss", rows, 1, threads(logits.columns() / SOFTMAX_COLUMNS, MAX_THREADS))
        .with(on(logits), row)
        .with(logits.columns())
        .with(on(targets).at(row))
        .with(on(scales).address + (long) row * Float.BYTES)
        .with(on(bits), 0)
        .with(row)
        .run();
  }

  @Override
  public double sumOfSquares(Matrix memory, int from, int to) {
    return sums.squares(on(memory), from, to, null, null);
  }

  @Override
  public DensityStage density(DensityConfig config) {
    throw new BackendUnavailableException(
        "the back end 'cuda' predicts symbols only, no vectors of numbers; for these set"
            + " learn.backend to vector");
  }

  @Override
  public double sumOfSquaresOfRows(Matrix table, Indices index) {
    return sums.squares(null, 0, 0, on(table), on(index));
  }

  @Override
  public double sumOfSquares(Matrix memory, int from, int to, Matrix table, Indices index) {
    return sums.squares(on(memory), from, to, on(table), on(index));
  }

  @Override
  public void adam(
      AdamUpdate update, long n, Matrix weights, Matrix g, Matrix m, Matrix v, int from, int to) {
    long skip = (long) from * Float.BYTES;
    launch
        .of("adam", DeviceSums.parts(to - from, ROW_THREADS), 1, ROW_THREADS)
        .with(fields(update))
        .with(update.beta1() == 0 ? 1f : AdamUpdate.correction(update.beta1(), n))
        .with(AdamUpdate.correction(update.beta2(), n))
        .with(on(weights).address + skip)
        .with(on(g).address + skip)
        .with(m == null ? 0 : on(m).address + skip)
        .with(on(v).address + skip)
        .with((long) (to - from))
        .run();
  }

  @Override
  public void adamRows(
      AdamUpdate update, Indices n, Matrix weights, Matrix g, Matrix m, Matrix v, Indices index) {
    if (index.count() == 0) {
      return;
    }
    launch
        .byRow("adam_rows", index.count(), weights.columns())
        .with(fields(update))
        .with(on(n).at(0))
        .with(on(weights).address)
        .with(on(g).address)
        .with(m == null ? 0 : on(m).address)
        .with(on(v).address)
        .with(weights.columns())
        .with(on(index).at(0))
        .run();
  }

  /** The struct of the kernels. */
  private static long[] fields(AdamUpdate update) {
    return new long[] {
      Double.doubleToRawLongBits(update.beta1()),
      Double.doubleToRawLongBits(update.beta2()),
      Double.doubleToRawLongBits(update.epsilon()),
      Double.doubleToRawLongBits(update.rate()),
      Double.doubleToRawLongBits(update.maxMove()),
      Double.doubleToRawLongBits(update.gradientScale())
    };
  }

  @Override
  public void weightsChanged() {
    // Nothing is derived from them.
  }

  private static DeviceMatrix on(Matrix matrix) {
    return (DeviceMatrix) matrix;
  }

  private static DeviceIndices on(Indices indices) {
    return (DeviceIndices) indices;
  }

  @Override
  public void close() {
    try (device;
        memory;
        recordings) {
      clock.synchronize();
    }
  }
}
