package io.hyperstream.model.kernels;

/**
 * Rows that are copied at once, for kernels that have done what they were told when they return.
 */
final class CopiedRows implements RowFetch {

  private final Kernels kernels;
  private float[] values = new float[0];
  private int first;
  private int columns;

  CopiedRows(Kernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public void start(Matrix source, int row, int rows) {
    first = row;
    columns = source.columns();
    if (values.length < rows * columns) {
      values = new float[rows * columns];
    }
    kernels.download(source, row, rows, values, 0);
  }

  @Override
  public void await() {
    // They came with the call.
  }

  @Override
  public void get(int row, float[] target, int offset) {
    System.arraycopy(values, (row - first) * columns, target, offset, columns);
  }
}
