package io.hyperstream.model.kernels;

import java.util.Arrays;

/** A mask whose factors are drawn on the host, into a matrix of the back end. */
public final class MatrixMask extends Mask {

  /** So few rows cross at once that they stay in the nearest cache. */
  private static final int ROWS = 16;

  private final Kernels kernels;
  private final Indices numbers;
  private final Matrix factors;

  /** Factors on their way to the back end. */
  private final float[] values;

  /** Whether all factors are 1. */
  private boolean whole;

  /**
   * @param numbers that the rows have; null if each has its own
   */
  MatrixMask(Kernels kernels, String purpose, int rows, int columns, Indices numbers) {
    this.kernels = kernels;
    this.numbers = numbers;
    this.factors = kernels.allocate(purpose, rows, columns);
    this.values = new float[Math.min(ROWS, rows) * columns];
    keepAll();
  }

  /** The factors, a row each. */
  public Matrix factors() {
    return factors;
  }

  @Override
  public void draw(long key, int level, int from, int rows) {
    whole = false;
    int columns = factors.columns();
    int end = from + rows;
    for (int row = from; row < end; row += ROWS) {
      int count = Math.min(ROWS, end - row);
      for (int i = 0; i < count; i++) {
        int number = numbers == null ? row + i : numbers.values()[row + i];
        fill(key, level, number, values, i * columns, columns);
      }
      kernels.upload(values, 0, factors, row, count);
    }
  }

  @Override
  public void keepAll() {
    if (whole) {
      return;
    }
    Arrays.fill(values, 1);
    for (int row = 0; row < factors.rows(); row += ROWS) {
      kernels.upload(values, 0, factors, row, Math.min(ROWS, factors.rows() - row));
    }
    whole = true;
  }
}
