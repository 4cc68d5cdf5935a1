package io.hyperstream.model.kernels.vector;

/**
 * A weight matrix W (k x n), or its transpose, cut in panels of some columns: panel after panel,
 * and in a panel row after row, the last panel filled up with zeros. Made when first asked for
 * after the weights have changed, so once per update however many products follow.
 */
final class Packing {

  private float[] forward;
  private float[] transposed;
  private long forwardVersion = -1;
  private long transposedVersion = -1;

  /** W in panels of {@code width} columns: panel p, row i, column j at (p * k + i) * width + j. */
  float[] forward(HeapMatrix w, int width, long version) {
    if (forwardVersion != version) {
      if (forward == null) {
        forward = new float[panels(w.columns(), width) * w.rows() * width];
      }
      copyPanels(w.data, w.offset, w.stride, w.rows(), w.columns(), width, forward);
      forwardVersion = version;
    }
    return forward;
  }

  /** The transpose (n x k) in panels of {@code width} of its k columns. */
  float[] transposed(HeapMatrix w, int width, long version) {
    if (transposedVersion != version) {
      if (transposed == null) {
        transposed = new float[panels(w.rows(), width) * w.columns() * width];
      }
      transposePanels(w, width, transposed);
      transposedVersion = version;
    }
    return transposed;
  }

  static int panels(int columns, int width) {
    return (columns + width - 1) / width;
  }

  static void copyPanels(
      float[] source, int offset, int stride, int rows, int columns, int width, float[] target) {
    int to = 0;
    for (int first = 0; first < columns; first += width) {
      int some = Math.min(width, columns - first);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(source, offset + r * stride + first, target, to, some);
        to += width;
      }
    }
  }

  private static void transposePanels(HeapMatrix w, int width, float[] target) {
    int n = w.columns();
    for (int first = 0; first < w.rows(); first += width) {
      int some = Math.min(width, w.rows() - first);
      int panel = first * n;
      for (int j = 0; j < some; j++) {
        int from = w.at(first + j);
        int to = panel + j;
        for (int i = 0; i < n; i++) {
          target[to + i * width] = w.data[from + i];
        }
      }
    }
  }
}
