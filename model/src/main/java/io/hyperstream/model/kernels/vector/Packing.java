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
      transpose(w.data, w.at(first), w.stride, some, n, target, first * n, width);
    }
  }

  /** The transpose of rows x columns floats, without gaps. */
  static void transpose(
      float[] source, int offset, int stride, int rows, int columns, float[] target) {
    transpose(source, offset, stride, rows, columns, target, 0, rows);
  }

  /** Eight rows at a time, so that what is written together lies together. */
  private static void transpose(
      float[] source,
      int offset,
      int stride,
      int rows,
      int columns,
      float[] target,
      int to,
      int targetStride) {
    int r = 0;
    for (; r + 8 <= rows; r += 8) {
      int s0 = offset + r * stride;
      int s1 = s0 + stride;
      int s2 = s1 + stride;
      int s3 = s2 + stride;
      int s4 = s3 + stride;
      int s5 = s4 + stride;
      int s6 = s5 + stride;
      int s7 = s6 + stride;
      int t = to + r;
      for (int c = 0; c < columns; c++) {
        target[t] = source[s0 + c];
        target[t + 1] = source[s1 + c];
        target[t + 2] = source[s2 + c];
        target[t + 3] = source[s3 + c];
        target[t + 4] = source[s4 + c];
        target[t + 5] = source[s5 + c];
        target[t + 6] = source[s6 + c];
        target[t + 7] = source[s7 + c];
        t += targetStride;
      }
    }
    for (; r < rows; r++) {
      int from = offset + r * stride;
      for (int c = 0; c < columns; c++) {
        target[to + r + c * targetStride] = source[from + c];
      }
    }
  }
}
