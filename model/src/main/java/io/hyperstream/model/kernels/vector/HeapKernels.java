package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.DensityStage;
import io.hyperstream.model.kernels.ImageLoops;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.MatrixMask;
import io.hyperstream.model.parallel.Workers;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Kernels on Java arrays: the bookkeeping around the hot loops of {@link Primitives}. Each worker
 * has one of its own, and so has each part of the network, with its own primitives; all share the
 * weights, their packed copies and the threads.
 */
public final class HeapKernels implements Kernels {

  private static final double LN_2 = Math.log(2);

  /**
   * What kernels have in common that were made from one another.
   *
   * @param workers the threads
   * @param ofWorkers the kernels of each worker; the first are the main ones
   * @param slabs where memory comes from
   */
  private record Shared(
      String name,
      Supplier<Primitives> newPrimitives,
      Workers workers,
      HeapKernels[] ofWorkers,
      Slabs slabs,
      PackedWeights weights) {}

  private final Shared shared;
  private final Primitives primitives;
  private final Products products;
  private final ParameterLoops parameters;

  /** Work in parts from outside. */
  private final Outer outer = new Outer();

  private HeapKernels(Shared shared) {
    this.shared = shared;
    this.primitives = shared.newPrimitives.get();
    this.products = primitives.products();
    this.parameters =
        new ParameterLoops(shared.workers, worker -> shared.ofWorkers[worker].primitives);
  }

  /** The loops in plain Java: slow, and the yardstick of correctness. */
  public static HeapKernels plain(int workers) {
    return open("plain", PlainPrimitives::new, workers);
  }

  /**
   * The loops with the Vector API.
   *
   * @throws LinkageError if the JVM runs without {@code --add-modules jdk.incubator.vector}
   */
  public static HeapKernels vector(int workers) {
    return open("vector", VectorPrimitives::new, workers);
  }

  private static HeapKernels open(String name, Supplier<Primitives> primitives, int count) {
    Workers workers = new Workers(count);
    try {
      HeapKernels[] ofWorkers = new HeapKernels[count];
      Shared shared =
          new Shared(name, primitives, workers, ofWorkers, new Slabs(), new PackedWeights(workers));
      Arrays.setAll(ofWorkers, worker -> new HeapKernels(shared));
      return ofWorkers[0];
    } catch (Throwable e) {
      workers.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return shared.name;
  }

  @Override
  public int workers() {
    return shared.ofWorkers.length;
  }

  @Override
  public HeapKernels separate() {
    return new HeapKernels(shared);
  }

  @Override
  public void parallel(int parts, Task task) {
    outer.task = task;
    shared.workers.run(parts, outer);
  }

  private final class Outer implements Workers.Job {

    private Task task;

    @Override
    public void run(int part, int worker) {
      task.run(part, shared.ofWorkers[worker]);
    }
  }

  @Override
  public HeapMatrix allocate(String purpose, int rows, int columns) {
    long size = (long) rows * columns;
    if (size > Slab.MAX) {
      throw new IllegalArgumentException(
          "a matrix of %d x %d floats for %s is too large for a Java array; use a smaller batch or window"
              .formatted(rows, columns, purpose));
    }
    return shared.slabs.allocate(rows, columns);
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
  public Indices indices(int size) {
    return new Indices(size);
  }

  @Override
  public void upload(Indices indices, int count) {
    indices.setCount(count);
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
  public void copyRows(Matrix from, int row, Matrix to, int toRow, int rows) {
    HeapMatrix x = heap(from);
    HeapMatrix out = heap(to);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x.data, x.at(row + r), out.data, out.at(toRow + r), x.columns());
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
  public boolean workInParts() {
    return true;
  }

  @Override
  public void multiply(Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    multiply(a, aRow, w, c, cRow, rows, 1, add);
  }

  @Override
  public void multiply(
      Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, int apart, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(c);
    products.multiply(
        x.data,
        x.at(aRow),
        x.stride * apart,
        packed(w),
        y.data,
        y.at(cRow),
        y.stride * apart,
        rows,
        add,
        shared.weights.version());
  }

  @Override
  public void multiplyTransposed(
      Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(c);
    products.multiplyTransposed(
        x.data,
        x.at(aRow),
        x.stride,
        packed(w),
        y.data,
        y.at(cRow),
        y.stride,
        rows,
        add,
        shared.weights.version());
  }

  /** Weights of which there may be packed copies. */
  private HeapMatrix packed(Matrix w) {
    HeapMatrix weights = heap(w);
    shared.weights.add(weights);
    return weights;
  }

  @Override
  public void multiplyRows(
      Matrix a, int aRow, Matrix b, int bRow, int rows, Matrix c, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(b);
    HeapMatrix out = heap(c);
    products.multiplyRows(
        x.data,
        x.at(aRow),
        x.stride,
        out.rows(),
        y.data,
        y.at(bRow),
        y.stride,
        out.columns(),
        rows,
        out.data,
        out.offset,
        out.stride,
        add);
  }

  @Override
  public void sumRows(Matrix a, int row, int rows, Matrix sum, boolean add) {
    HeapMatrix from = heap(a);
    HeapMatrix to = heap(sum);
    if (!add) {
      zero(to, 0, 1);
    }
    for (int r = row; r < row + rows; r++) {
      primitives.accumulate(from.data, from.at(r), to.data, to.offset, to.columns());
    }
  }

  @Override
  public void multiplyElements(Matrix a, Mask mask, Matrix out, int row, int rows, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(((MatrixMask) mask).factors());
    HeapMatrix to = heap(out);
    int n = to.columns();
    for (int r = row; r < row + rows; r++) {
      if (add) {
        primitives.addProduct(x.data, x.at(r), y.data, y.at(r), to.data, to.at(r), n);
      } else {
        primitives.product(x.data, x.at(r), y.data, y.at(r), to.data, to.at(r), n);
      }
    }
  }

  @Override
  public void scaleRows(Matrix from, Indices index, float factor, Matrix to) {
    HeapMatrix x = heap(from);
    HeapMatrix out = heap(to);
    for (int i = 0; i < index.count(); i++) {
      int xo = x.at(index.values()[i]);
      int oo = out.at(index.values()[i]);
      for (int j = 0; j < out.columns(); j++) {
        out.data[oo + j] = factor * x.data[xo + j];
      }
    }
  }

  @Override
  public void add(Matrix from, Matrix to) {
    HeapMatrix x = heap(from);
    HeapMatrix out = heap(to);
    for (int r = 0; r < x.rows(); r++) {
      primitives.accumulate(x.data, x.at(r), out.data, out.at(r), x.columns());
    }
  }

  @Override
  public void gather(Matrix table, Indices index, int row, int rows, Matrix out) {
    HeapMatrix from = heap(table);
    HeapMatrix to = heap(out);
    int[] named = index.values();
    for (int r = row; r < row + rows; r++) {
      if (named[r] < 0) {
        Arrays.fill(to.data, to.at(r), to.at(r) + from.columns(), 0f);
      } else {
        System.arraycopy(from.data, from.at(named[r]), to.data, to.at(r), from.columns());
      }
    }
  }

  @Override
  public void scatterAdd(
      Matrix values, Indices index, int row, int rows, Matrix table, Indices distinct) {
    HeapMatrix from = heap(values);
    HeapMatrix to = heap(table);
    int[] named = index.values();
    for (int r = row; r < row + rows; r++) {
      if (named[r] >= 0) {
        primitives.accumulate(from.data, from.at(r), to.data, to.at(named[r]), to.columns());
      }
    }
  }

  @Override
  public void zeroRows(Matrix table, Indices index) {
    int[] named = index.values();
    for (int i = 0; i < index.count(); i++) {
      zero(table, named[i], 1);
    }
  }

  @Override
  public CellStage cell(CellSpec spec) {
    return new HeapCell(this, primitives, spec);
  }

  @Override
  public void softmaxLoss(
      Matrix logits, int row, int rows, Indices targets, Matrix scales, Matrix bits) {
    HeapMatrix l = heap(logits);
    HeapMatrix s = heap(scales);
    HeapMatrix b = heap(bits);
    int[] named = targets.values();
    int n = l.columns();
    for (int r = row; r < row + rows; r++) {
      int from = l.at(r);
      int target = from + named[r];
      float scale = s.data[s.offset + r];
      float max = primitives.max(l.data, from, n);
      double shifted = l.data[target] - max;
      int first = b.at(1) + r;
      int second = b.at(2) + r;
      float sum = primitives.expSum(l.data, from, max, n, b.data, first, second);
      double mean = b.data[first] / sum;
      double variance = Math.max(0, b.data[second] / sum - mean * mean);
      b.data[b.at(0) + r] = (float) ((Math.log(sum) - shifted) / LN_2);
      b.data[first] = (float) ((Math.log(sum) - mean) / LN_2);
      b.data[second] = (float) (variance / (LN_2 * LN_2));
      primitives.times(l.data, from, scale / sum, n);
      l.data[target] -= scale;
    }
  }

  @Override
  public DensityStage density(DensityConfig config) {
    return new HeapDensity(config);
  }

  @Override
  public ImageLoops imageLoops() {
    return primitives.imageLoops();
  }

  @Override
  public double sumOfSquaresOfRows(Matrix table, Indices index) {
    HeapMatrix m = heap(table);
    int[] named = index.values();
    double sum = 0;
    for (int i = 0; i < index.count(); i++) {
      sum += primitives.squares(m.data, m.at(named[i]), 0f, m.columns());
    }
    return sum;
  }

  @Override
  public double sumOfSquares(Matrix memory, int from, int to) {
    return parameters.sumOfSquares(heap(memory), from, to);
  }

  @Override
  public void adam(
      AdamUpdate update, long n, Matrix weights, Matrix g, Matrix m, Matrix v, int from, int to) {
    parameters.adam(update, n, heap(weights), heap(g), heap(m), heap(v), from, to);
  }

  @Override
  public void adamRows(
      AdamUpdate update, Indices n, Matrix weights, Matrix g, Matrix m, Matrix v, Indices index) {
    parameters.adamRows(update, n, heap(weights), heap(g), heap(m), heap(v), index);
  }

  @Override
  public void weightsChanged() {
    shared.weights.changed();
  }

  @Override
  public void close() {
    shared.workers.close();
  }

  static HeapMatrix heap(Matrix matrix) {
    return (HeapMatrix) matrix;
  }
}
