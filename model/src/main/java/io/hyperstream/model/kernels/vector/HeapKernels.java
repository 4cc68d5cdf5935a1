package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.Arrays;

/** Kernels on Java arrays: the bookkeeping around the hot loops of {@link Primitives}. */
public final class HeapKernels implements Kernels {

  private static final double LN_2 = Math.log(2);

  private final String name;
  private final Primitives primitives;

  /** Counts changes of the weights, so that packed copies know when they are stale. */
  private long version;

  private HeapKernels(String name, Primitives primitives) {
    this.name = name;
    this.primitives = primitives;
  }

  /** The loops in plain Java: slow, and the yardstick of correctness. */
  public static HeapKernels plain() {
    return new HeapKernels("plain", new PlainPrimitives());
  }

  /**
   * The loops with the Vector API.
   *
   * @throws LinkageError if the JVM runs without {@code --add-modules jdk.incubator.vector}
   */
  public static HeapKernels vector() {
    return new HeapKernels("vector", new VectorPrimitives());
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
    primitives.multiply(
        x.data, x.at(aRow), x.stride, heap(w), y.data, y.at(cRow), y.stride, rows, add, version);
  }

  @Override
  public void multiplyTransposed(
      Matrix a, int aRow, Matrix w, Matrix c, int cRow, int rows, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(c);
    primitives.multiplyTransposed(
        x.data, x.at(aRow), x.stride, heap(w), y.data, y.at(cRow), y.stride, rows, add, version);
  }

  @Override
  public void multiplyRows(
      Matrix a, int aRow, Matrix b, int bRow, int rows, Matrix c, boolean add) {
    HeapMatrix x = heap(a);
    HeapMatrix y = heap(b);
    HeapMatrix z = heap(c);
    primitives.multiplyRows(
        x.data,
        x.at(aRow),
        x.stride,
        z.rows(),
        y.data,
        y.at(bRow),
        y.stride,
        z.columns(),
        rows,
        z.data,
        z.offset,
        z.stride,
        add);
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
      Matrix logits, int row, int rows, int[] targets, float scale, float[] bits) {
    HeapMatrix l = heap(logits);
    int n = l.columns();
    for (int r = row; r < row + rows; r++) {
      int from = l.at(r);
      int target = from + targets[r];
      float max = primitives.max(l.data, from, n);
      double shifted = l.data[target] - max;
      float sum = primitives.expSum(l.data, from, max, n);
      bits[r] = (float) ((Math.log(sum) - shifted) / LN_2);
      primitives.times(l.data, from, scale / sum, n);
      l.data[target] -= scale;
    }
  }

  @Override
  public double sumOfSquares(Matrix memory, int from, int to) {
    HeapMatrix m = heap(memory);
    double sum = 0;
    // In pieces: a float cannot add up millions of small squares.
    for (int at = from; at < to; at += 4096) {
      sum += primitives.squares(m.data, m.offset + at, 0f, Math.min(4096, to - at));
    }
    return sum;
  }

  @Override
  public double sumOfSquaresOfRows(Matrix table, int[] index, int count) {
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
    adamPart(update, n, heap(weights), heap(g), heap(m), heap(v), from, to - from);
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
    HeapMatrix table = heap(weights);
    for (int i = 0; i < count; i++) {
      int row = index[i];
      adamPart(
          update, n[row], table, heap(g), heap(m), heap(v), row * table.stride, table.columns());
    }
  }

  private void adamPart(
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
    version++;
  }

  @Override
  public void close() {}

  private static HeapMatrix heap(Matrix matrix) {
    return (HeapMatrix) matrix;
  }
}
