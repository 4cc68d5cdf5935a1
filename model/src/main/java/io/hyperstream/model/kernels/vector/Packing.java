package io.hyperstream.model.kernels.vector;

/**
 * A weight matrix W (k x n), or its transpose, cut in panels of some columns: panel after panel,
 * and in a panel row after row, the last panel filled up. Made when first asked for after the
 * weights have changed, so once per update however many products follow.
 */
final class Packing {

  /** Columns transposed at a time: what they become stays in the nearest cache meanwhile. */
  private static final int BLOCK = 64;

  private float[] forward;
  private float[] transposed;

  // Volatile: whoever sees a version sees the copy that was made before it.
  private volatile long forwardVersion = -1;
  private volatile long transposedVersion = -1;
  private boolean registered;

  /** Whether any copy has been asked for yet. */
  boolean isUsed() {
    return forward != null || transposed != null;
  }

  boolean isRegistered() {
    return registered;
  }

  /** Notes that somebody sees to it that the copies are renewed. */
  void register() {
    registered = true;
  }

  /** Whether a copy that has been asked for is not of this version. */
  boolean isStale(long version) {
    return forward != null && forwardVersion != version
        || transposed != null && transposedVersion != version;
  }

  /** Makes the copies that have been asked for before. */
  void renew(HeapMatrix w, int width, long version) {
    if (forward != null) {
      forward(w, width, version);
    }
    if (transposed != null) {
      transposed(w, width, version);
    }
  }

  /** W in panels of {@code width} columns: panel p, row i, column j at (p * k + i) * width + j. */
  float[] forward(HeapMatrix w, int width, long version) {
    if (forwardVersion != version) {
      if (forward == null) {
        forward = new float[padded(w.columns(), width) * w.rows()];
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
        transposed = new float[padded(w.rows(), width) * w.columns()];
      }
      transposePanels(w.data, w.offset, w.stride, w.rows(), w.columns(), width, transposed);
      transposedVersion = version;
    }
    return transposed;
  }

  /** The next multiple of {@code width}. */
  static int padded(int count, int width) {
    return (count + width - 1) / width * width;
  }

  /**
   * Panels of columns. Goes through the source row by row: going through it panel by panel would
   * fetch each cache line once for each panel it holds a part of.
   */
  static void copyPanels(
      float[] source, int offset, int stride, int rows, int columns, int width, float[] target) {
    for (int r = 0; r < rows; r++) {
      int from = offset + r * stride;
      int to = r * width;
      int c = 0;
      if (width == 4) {
        for (; c + 4 <= columns; c += 4) {
          int at = to + c * rows;
          target[at] = source[from + c];
          target[at + 1] = source[from + c + 1];
          target[at + 2] = source[from + c + 2];
          target[at + 3] = source[from + c + 3];
        }
      }
      for (; c < columns; c += width) {
        System.arraycopy(source, from + c, target, to + c * rows, Math.min(width, columns - c));
      }
    }
  }

  /**
   * Panels of the columns of the transpose, so of rows of the source. In blocks of columns that
   * stay in the nearest cache until all rows of a panel are written.
   */
  static void transposePanels(
      float[] source, int offset, int stride, int rows, int columns, int width, float[] target) {
    for (int first = 0; first < rows; first += width) {
      int some = Math.min(width, rows - first);
      for (int block = 0; block < columns; block += BLOCK) {
        int blockEnd = Math.min(columns, block + BLOCK);
        int r = 0;
        for (; r + 4 <= some; r += 4) {
          int from = offset + (first + r) * stride;
          int to = first * columns + r;
          transposeFours(source, from, stride, block, blockEnd, target, to, width);
        }
        for (; r < some; r++) {
          int from = offset + (first + r) * stride;
          int to = first * columns + r;
          for (int c = block; c < blockEnd; c++) {
            target[to + c * width] = source[from + c];
          }
        }
      }
    }
  }

  private static void transposeFours(
      float[] source, int s0, int stride, int start, int end, float[] target, int to, int width) {
    int s1 = s0 + stride;
    int s2 = s1 + stride;
    int s3 = s2 + stride;
    for (int c = start; c < end; c++) {
      int at = to + c * width;
      target[at] = source[s0 + c];
      target[at + 1] = source[s1 + c];
      target[at + 2] = source[s2 + c];
      target[at + 3] = source[s3 + c];
    }
  }
}
