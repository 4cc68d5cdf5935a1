package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.parallel.Workers;
import java.util.function.IntFunction;

/**
 * What goes through all parameters: their norm and their update, in parts that the workers share.
 * Allocates nothing per call.
 */
final class ParameterLoops {

  /** Floats of a part. */
  private static final int PART = 1 << 14;

  /** Rows of a part, where only some rows take part. */
  private static final int ROWS = 16;

  private final Workers workers;

  /** Those of each worker. */
  private final IntFunction<Primitives> primitives;

  private final Squares squares = new Squares();
  private final Update update = new Update();
  private final RowUpdate rowUpdate = new RowUpdate();

  ParameterLoops(Workers workers, IntFunction<Primitives> primitives) {
    this.workers = workers;
    this.primitives = primitives;
  }

  private static int parts(int size) {
    return (size + PART - 1) / PART;
  }

  /** The sum of squares of the floats {@code from} to {@code to - 1}. */
  double sumOfSquares(HeapMatrix memory, int from, int to) {
    return squares.of(memory, from, to);
  }

  /** A sum in parts that do not depend on the number of workers, nor do its last digits. */
  private final class Squares implements Workers.Job {

    private HeapMatrix m;
    private int from;
    private int to;
    private double[] sums = {};

    double of(HeapMatrix memory, int start, int end) {
      m = memory;
      from = start;
      to = end;
      int parts = parts(end - start);
      if (sums.length < parts) {
        sums = new double[parts];
      }
      workers.run(parts, this);
      double sum = 0;
      for (int part = 0; part < parts; part++) {
        sum += sums[part];
      }
      return sum;
    }

    @Override
    public void run(int part, int worker) {
      int start = from + part * PART;
      int end = Math.min(to, start + PART);
      sums[part] = primitives.apply(worker).squares(m.data, m.offset + start, 0f, end - start);
    }
  }

  /**
   * Updates the floats {@code from} to {@code to - 1}.
   *
   * @param m null when beta1 is 0
   */
  void adam(
      AdamUpdate numbers,
      long n,
      HeapMatrix weights,
      HeapMatrix g,
      HeapMatrix m,
      HeapMatrix v,
      int from,
      int to) {
    update.arrays.set(numbers, weights, g, m, v);
    update.n = n;
    update.from = from;
    update.to = to;
    workers.run(parts(to - from), update);
  }

  private final class Update implements Workers.Job {

    private final Arrays arrays = new Arrays();
    private long n;
    private int from;
    private int to;

    @Override
    public void run(int part, int worker) {
      int start = from + part * PART;
      arrays.update(primitives.apply(worker), n, start, Math.min(to - start, PART));
    }
  }

  /** The same for the named rows, row r for the {@code n[r]}-th time. */
  void adamRows(
      AdamUpdate numbers,
      Indices n,
      HeapMatrix weights,
      HeapMatrix g,
      HeapMatrix m,
      HeapMatrix v,
      Indices index) {
    rowUpdate.arrays.set(numbers, weights, g, m, v);
    rowUpdate.n = n.values();
    rowUpdate.index = index.values();
    rowUpdate.count = index.count();
    workers.run((index.count() + ROWS - 1) / ROWS, rowUpdate);
  }

  private final class RowUpdate implements Workers.Job {

    private final Arrays arrays = new Arrays();
    private int[] n;
    private int[] index;
    private int count;

    @Override
    public void run(int part, int worker) {
      HeapMatrix weights = arrays.weights;
      int end = Math.min(count, (part + 1) * ROWS);
      for (int i = part * ROWS; i < end; i++) {
        int row = index[i];
        int from = row * weights.stride;
        arrays.update(primitives.apply(worker), n[row], from, weights.columns());
      }
    }
  }

  /** What an update works on. */
  private static final class Arrays {

    private AdamUpdate numbers;
    private HeapMatrix weights;
    private HeapMatrix g;
    private HeapMatrix m;
    private HeapMatrix v;

    void set(AdamUpdate numbers, HeapMatrix weights, HeapMatrix g, HeapMatrix m, HeapMatrix v) {
      this.numbers = numbers;
      this.weights = weights;
      this.g = g;
      this.m = m;
      this.v = v;
    }

    /** Some floats, for the n-th time. */
    void update(Primitives primitives, long n, int from, int size) {
      primitives.adam(
          numbers,
          AdamUpdate.correction(numbers.beta1(), n),
          AdamUpdate.correction(numbers.beta2(), n),
          weights.data,
          weights.offset + from,
          g.data,
          g.offset + from,
          m == null ? null : m.data,
          m == null ? 0 : m.offset + from,
          v.data,
          v.offset + from,
          size);
    }
  }
}
