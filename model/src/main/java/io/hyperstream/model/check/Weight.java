package io.hyperstream.model.check;

import java.util.stream.IntStream;

/**
 * A matrix W of the paper and its gradient, as a view of the arena. The paper multiplies columns
 * from the left, {@code W v}; the arena holds the transpose, a row for each element of v. A vector
 * of the paper, such as a bias, is a matrix of one column.
 */
final class Weight {

  private final double[] values;
  private final double[] gradients;
  private final int rows;

  /** Where the first element of each column of W lies. */
  private final int[] columns;

  /**
   * @param values of the whole arena
   * @param gradients likewise
   */
  Weight(double[] values, double[] gradients, int rows, int[] columns) {
    this.values = values;
    this.gradients = gradients;
    this.rows = rows;
    this.columns = columns;
  }

  /** {@code [W, right]}, which multiplies {@code [v; w]}. */
  Weight beside(Weight right) {
    int[] both = IntStream.concat(IntStream.of(columns), IntStream.of(right.columns)).toArray();
    return new Weight(values, gradients, rows, both);
  }

  /** Some of the rows of W, which make some of the elements of {@code W v}. */
  Weight part(int from, int count) {
    int[] starts = IntStream.of(columns).map(start -> start + from).toArray();
    return new Weight(values, gradients, count, starts);
  }

  /** {@code W v}. */
  double[] times(double[] v) {
    double[] product = new double[rows];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < rows && v[j] != 0; i++) {
        product[i] += values[columns[j] + i] * v[j];
      }
    }
    return product;
  }

  /** {@code W^T e}. */
  double[] transposedTimes(double[] e) {
    double[] product = new double[columns.length];
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < rows; i++) {
        product[j] += values[columns[j] + i] * e[i];
      }
    }
    return product;
  }

  /** Adds {@code e v^T} to the gradient of W. */
  void learn(double[] e, double[] v) {
    for (int j = 0; j < columns.length; j++) {
      for (int i = 0; i < rows && v[j] != 0; i++) {
        gradients[columns[j] + i] += e[i] * v[j];
      }
    }
  }

  /** W as a vector: its only column. */
  double[] vector() {
    return times(new double[] {1});
  }

  /** Adds {@code e} to the gradient of a vector. */
  void learn(double[] e) {
    learn(e, new double[] {1});
  }
}
