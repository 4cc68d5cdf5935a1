package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Kernels on Java arrays: the bookkeeping around the hot loops of {@link Primitives}. What nobody
 * waits for yet goes to a {@link Lane}, if there is one; whoever reads a gradient or writes a
 * weight joins it first; a write of weights joins when it is announced by {@link #weightsChanged}.
 */
public final class HeapKernels implements Kernels {

  private static final double LN_2 = Math.log(2);

  private final String name;
  private final Primitives primitives;

  /** Null where there is one core only, and for the plain loops. */
  private final Lane lane;

  private final Product[] products = new Product[Lane.CAPACITY];
  private int nextProduct;
  private final UpdatePart updatePart = new UpdatePart();
  private final SquaresPart squaresPart = new SquaresPart();

  /** Weights whose packed copies are made anew ahead of their use. */
  private final List<Repacking> repackings = new ArrayList<>();

  /** Counts changes of the weights, so that packed copies know when they are stale. */
  private long version;

  private HeapKernels(String name, Primitives primitives, Lane lane) {
    this.name = name;
    this.primitives = primitives;
    this.lane = lane;
    for (int i = 0; i < products.length; i++) {
      products[i] = new Product();
    }
  }

  /** The loops in plain Java: slow, and the yardstick of correctness. */
  public static HeapKernels plain() {
    return new HeapKernels("plain", new PlainPrimitives(), null);
  }

  /**
   * The loops with the Vector API, and a second thread where there is a core for it.
   *
   * @throws LinkageError if the JVM runs without {@code --add-modules jdk.incubator.vector}
   */
  public static HeapKernels vector() {
    Primitives primitives = new VectorPrimitives();
    int lanes = Integer.getInteger("hyperstream.lanes", Runtime.getRuntime().availableProcessors());
    boolean second = lanes > 1;
    Lane lane = second ? new Lane(primitives, new VectorPrimitives()) : null;
    return new HeapKernels("vector", primitives, lane);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public HeapMatrix allocate(int rows, int columns) {
    long size = (long) rows * columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a matrix of %d x %d floats is too large for a Java array; use a smaller batch or window"
              .formatted(rows, columns));
    }
    return new HeapMatrix(new float[(int) size], 0, rows, columns, columns);
  }

  @Override
  public HeapMatrix view(Matrix whole, int offset, int rows, int columns, int stride) {
    HeapMatrix memory = heap(whole);
    return new HeapMatrix(memory.data, memory.offset + offset, rows, columns, stride);
  }

  @Override
  public HeapMatrix columns(Matrix whole, int from, int columns) {
    HeapMatrix memory = heap(whole);
    return new HeapMatrix(memory.data, memory.offset + from, memory.rows(), columns, memory.stride);
  }

  HeapMatrix rows(Matrix whole, int from, int rows) {
    HeapMatrix memory = heap(whole);
    return new HeapMatrix(memory.data, memory.at(from), rows, memory.columns(), memory.stride);
  }

  @Override
  public void upload(float[] source, int offset, Matrix target, int row, int rows) {
    HeapMatrix to = heap(target);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(source, offset + r * to.columns(), to.data, to.at(row + r), to.columns());
    }
  }

  @Override
  public void download(Matrix source, int row, int rows, float[] target, int offset) {
    join();
    HeapMatrix from = heap(source);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(
          from.data, from.at(row + r), target, offset + r * from.columns(), from.columns());
    }
  }

  @Override
  public void zero(Matrix target, int row, int rows) {
    HeapMatrix to = heap(target);
    for (int r = row; r < row + rows; r++) {
      Arrays.fill(to.data, to.at(r), to.at(r) + to.columns(), 0f);
    }
  }

  @Override
  public void copyRows(Matrix matrix, int from, int to, int rows) {
    HeapMatrix m = heap(matrix);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(m.data, m.at(from + r), m.data, m.at(to + r), m.columns());
    }
  }

  @Override
  public void fillRows(Matrix target, int row, int rows, Matrix values) {
    HeapMatrix to = heap(target);
    HeapMatrix from = heap(values);
    for (int r = row; r < row + rows; r++) {
      System.arraycopy(from.data, from.offset, to.data, to.at(r), from.columns());
      Arrays.fill(to.data, to.at(r) + from.columns(), to.at(r) + to.columns(), 0f);
    }
  }

  @Override
  public void multiply(Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(c);
    HeapMatrix weights = heap(w);
    awaitRepacking(weights);
    primitives.multiply(
        x.data, x.at(aRow), x.stride, weights, y.data, y.at(cRow), y.stride, rows, add, version);
  }

  @Override
  public void multiplyTransposed(
      Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(c);
    HeapMatrix weights = heap(w);
    awaitRepacking(weights);
    primitives.multiplyTransposed(
        x.data, x.at(aRow), x.stride, weights, y.data, y.at(cRow), y.stride, rows, add, version);
  }

  /** Of weights that are used packed, the packed copies are under way since they changed. */
  private void awaitRepacking(HeapMatrix weights) {
    if (lane == null || !weights.packing.isUsed()) {
      return;
    }
    if (!weights.packing.isRegistered()) {
      weights.packing.register();
      repackings.add(new Repacking(weights));
    }
    if (weights.packing.isStale(version)) {
      lane.join();
    }
  }

  @Override
  public void multiplyRows(
      Matrix a, int aRow, Matrix b, int bRow, int rows, Matrix c, boolean add) {
    Product product = products[nextProduct];
    product.set(heap(a), aRow, heap(b), bRow, rows, heap(c), add);
    if (lane == null || add) {
      // What is added to must be there first.
      join();
      product.run(primitives);
    } else {
      nextProduct = (nextProduct + 1) % products.length;
      lane.submit(product);
    }
  }

  /** c (+)= a^T b: a gradient, which is needed only when all of them are there. */
  private static final class Product implements Lane.Task {

    private HeapMatrix a;
    private HeapMatrix b;
    private HeapMatrix c;
    private int aRow;
    private int bRow;
    private int rows;
    private boolean add;

    void set(HeapMatrix a, int aRow, HeapMatrix b, int bRow, int rows, HeapMatrix c, boolean add) {
      this.a = a;
      this.aRow = aRow;
      this.b = b;
      this.bRow = bRow;
      this.rows = rows;
      this.c = c;
      this.add = add;
    }

    @Override
    public void run(Primitives primitives) {
      primitives.multiplyRows(
          a.data,
          a.at(aRow),
          a.stride,
          c.rows(),
          b.data,
          b.at(bRow),
          b.stride,
          c.columns(),
          rows,
          c.data,
          c.offset,
          c.stride,
          add);
    }
  }

  @Override
  public void sumRows(Matrix a, int row, int rows, Matrix sum) {
    HeapMatrix from = heap(a);
    HeapMatrix to = heap(sum);
    zero(to, 0, 1);
    for (int r = row; r < row + rows; r++) {
      primitives.accumulate(from.data, from.at(r), to.data, to.offset, to.columns());
    }
  }

  @Override
  public void gather(Matrix table, int[] index, int row, int rows, Matrix out) {
    HeapMatrix from = heap(table);
    HeapMatrix to = heap(out);
    for (int r = row; r < row + rows; r++) {
      if (index[r] < 0) {
        Arrays.fill(to.data, to.at(r), to.at(r) + from.columns(), 0f);
      } else {
        System.arraycopy(from.data, from.at(index[r]), to.data, to.at(r), from.columns());
      }
    }
  }

  @Override
  public void scatterAdd(Matrix values, int[] index, int row, int rows, Matrix table) {
    HeapMatrix from = heap(values);
    HeapMatrix to = heap(table);
    for (int r = row; r < row + rows; r++) {
      if (index[r] >= 0) {
        primitives.accumulate(from.data, from.at(r), to.data, to.at(index[r]), to.columns());
      }
    }
  }

  @Override
  public void zeroRows(Matrix table, int[] index, int count) {
    for (int i = 0; i < count; i++) {
      zero(table, index[i], 1);
    }
  }

  @Override
  public CellStage cell(CellSpec spec) {
    return new HeapCell(this, primitives, spec);
  }

  @Override
  public void softmaxLoss(
      Matrix logits, int row, int rows, int[] targets, float[] scales, float[] bits) {
    HeapMatrix l = heap(logits);
    int n = l.columns();
    for (int r = row; r < row + rows; r++) {
      int from = l.at(r);
      int target = from + targets[r];
      float max = primitives.max(l.data, from, n);
      double shifted = l.data[target] - max;
      float sum = primitives.expSum(l.data, from, max, n);
      bits[r] = (float) ((Math.log(sum) - shifted) / LN_2);
      primitives.times(l.data, from, scales[r] / sum, n);
      l.data[target] -= scales[r];
    }
  }

  @Override
  public double sumOfSquares(Matrix memory, int from, int to) {
    join();
    HeapMatrix m = heap(memory);
    // In two halves also without a lane, so that a second core does not change the last digit.
    int middle = (from + to) / 2;
    squaresPart.set(m, middle, to);
    if (lane == null) {
      squaresPart.run(primitives);
    } else {
      lane.submit(squaresPart);
    }
    double sum = sumOfSquares(primitives, m, from, middle);
    join();
    return sum + squaresPart.sum;
  }

  private static double sumOfSquares(Primitives primitives, HeapMatrix m, int from, int to) {
    double sum = 0;
    // In pieces: a float cannot add up millions of small squares.
    for (int at = from; at < to; at += 4096) {
      sum += primitives.squares(m.data, m.offset + at, 0f, Math.min(4096, to - at));
    }
    return sum;
  }

  private static final class SquaresPart implements Lane.Task {

    private HeapMatrix m;
    private int from;
    private int to;
    private double sum;

    void set(HeapMatrix m, int from, int to) {
      this.m = m;
      this.from = from;
      this.to = to;
    }

    @Override
    public void run(Primitives primitives) {
      sum = sumOfSquares(primitives, m, from, to);
    }
  }

  @Override
  public double sumOfSquaresOfRows(Matrix table, int[] index, int count) {
    join();
    HeapMatrix m = heap(table);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += primitives.squares(m.data, m.at(index[i]), 0f, m.columns());
    }
    return sum;
  }

  @Override
  public void adam(
      AdamUpdate update, long n, Matrix weights, Matrix g, Matrix m, Matrix v, int from, int to) {
    join();
    if (lane == null) {
      adamPart(primitives, update, n, heap(weights), heap(g), heap(m), heap(v), from, to - from);
      return;
    }
    int middle = (from + to) / 2;
    updatePart.set(update, n, heap(weights), heap(g), heap(m), heap(v), middle, to - middle);
    lane.submit(updatePart);
    adamPart(primitives, update, n, heap(weights), heap(g), heap(m), heap(v), from, middle - from);
    lane.join();
  }

  private static final class UpdatePart implements Lane.Task {

    private AdamUpdate update;
    private long n;
    private HeapMatrix w;
    private HeapMatrix g;
    private HeapMatrix m;
    private HeapMatrix v;
    private int from;
    private int size;

    void set(
        AdamUpdate update,
        long n,
        HeapMatrix w,
        HeapMatrix g,
        HeapMatrix m,
        HeapMatrix v,
        int from,
        int size) {
      this.update = update;
      this.n = n;
      this.w = w;
      this.g = g;
      this.m = m;
      this.v = v;
      this.from = from;
      this.size = size;
    }

    @Override
    public void run(Primitives primitives) {
      adamPart(primitives, update, n, w, g, m, v, from, size);
    }
  }

  @Override
  public void adamRows(
      AdamUpdate update,
      int[] n,
      Matrix weights,
      Matrix g,
      Matrix m,
      Matrix v,
      int[] index,
      int count) {
    join();
    HeapMatrix table = heap(weights);
    for (int i = 0; i < count; i++) {
      int row = index[i];
      adamPart(
          primitives,
          update,
          n[row],
          table,
          heap(g),
          heap(m),
          heap(v),
          row * table.stride,
          table.columns());
    }
  }

  private static void adamPart(
      Primitives primitives,
      AdamUpdate update,
      long n,
      HeapMatrix w,
      HeapMatrix g,
      HeapMatrix m,
      HeapMatrix v,
      int from,
      int size) {
    primitives.adam(
        update,
        AdamUpdate.correction(update.beta1(), n),
        AdamUpdate.correction(update.beta2(), n),
        w.data,
        w.offset + from,
        g.data,
        g.offset + from,
        m == null ? null : m.data,
        m == null ? 0 : m.offset + from,
        v.data,
        v.offset + from,
        size);
  }

  @Override
  public void weightsChanged() {
    join();
    version++;
    if (lane != null) {
      for (Repacking repacking : repackings) {
        repacking.version = version;
        lane.submit(repacking);
      }
    }
  }

  /** Makes the packed copies of one matrix before they are asked for. */
  private static final class Repacking implements Lane.Task {

    private final HeapMatrix weights;
    private long version;

    Repacking(HeapMatrix weights) {
      this.weights = weights;
    }

    @Override
    public void run(Primitives primitives) {
      weights.packing.renew(weights, Tiles.WIDTH, version);
    }
  }

  private void join() {
    if (lane != null) {
      lane.join();
    }
  }

  @Override
  public void close() {
    if (lane != null) {
      lane.close();
    }
  }

  private static HeapMatrix heap(Matrix matrix) {
    return (HeapMatrix) matrix;
  }
}
