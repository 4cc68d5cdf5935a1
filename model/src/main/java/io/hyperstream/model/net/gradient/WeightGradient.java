package io.hyperstream.model.net.gradient;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import java.util.List;

/**
 * The gradient of some columns of one matrix of weights: one product over all rows of all shards.
 */
public final class WeightGradient implements GradientPart {

  private final Matrix gradient;
  private final boolean recurrent;
  private final Matrix[] a;
  private final Matrix[] b;
  private final WindowRows[] rows;

  /**
   * @param uses of the matrix, one for each shard
   * @param rows of those shards
   * @param from first of its columns
   */
  public WeightGradient(
      Kernels kernels, List<WeightProduct> uses, List<WindowRows> rows, int from, int columns) {
    this.gradient = kernels.columns(uses.get(0).gradient(), from, columns);
    this.recurrent = uses.get(0).recurrent();
    this.a = uses.stream().map(WeightProduct::a).toArray(Matrix[]::new);
    this.b =
        uses.stream().map(use -> kernels.columns(use.b(), from, columns)).toArray(Matrix[]::new);
    this.rows = rows.toArray(WindowRows[]::new);
  }

  @Override
  public void run(Kernels kernels, int shards) {
    boolean add = false;
    for (int p = 0; p < shards; p++) {
      int count = rows[p].symbols();
      if (count > 0 && recurrent) {
        recurrent(kernels, p, add);
      } else if (count > 0) {
        int first = rows[p].first();
        kernels.multiplyRows(a[p], first, b[p], first, count, gradient, add);
      }
      add |= count > 0;
    }
  }

  /** One product for each run of rows whose predecessors lie in one piece. */
  private void recurrent(Kernels kernels, int p, boolean add) {
    WindowRows own = rows[p];
    for (int t = 0, next; t < own.steps(); t = next) {
      next = own.runEnd(t);
      int row = own.start(t);
      int count = own.start(next - 1) + own.count(next - 1) - row;
      kernels.multiplyRows(a[p], own.start(t - 1), b[p], row, count, gradient, add || t > 0);
    }
  }
}
