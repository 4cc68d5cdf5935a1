package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.Tiles.WIDTH;

/**
 * A weight matrix W (k x n), or its transpose, cut into panels of a few columns: panel after panel,
 * and in a panel row after row, the last panel padded. Built when first asked for after the weights
 * have changed, so once per update however many products follow.
 */
final class Packing {

  /** Columns transposed at a time: few enough for the result to stay in the nearest cache. */
  private static final int BLOCK = 64;

  private float[] forward;
  private float[] transposed;

  // Volatile: a thread that sees a version sees the copy that was built before it.
  private volatile long forwardVersion = -1;
  private volatile long transposedVersion = -1;

  // Whether a copy has been asked for since it was made.
  private volatile boolean forwardUsed;
  private volatile boolean transposedUsed;
  private volatile boolean known;

  /** Whether the kernels know that there may be copies. */
  boolean isKnown() {
    return known;
  }

  void known() {
    known = true;
  }

  /** W in panels of WIDTH columns: panel p, row i, column j at (p * k + i) * WIDTH + j. */
  float[] forward(HeapMatrix w, long version) {
    if (forwardVersion != version) {
      makeForward(w, version);
    }
    // Written once only: all workers read it all the time.
    if (!forwardUsed) {
      forwardUsed = true;
    }
    return forward;
  }

  /** The transpose (n x k) in panels of WIDTH of its k columns. */
  float[] transposed(HeapMatrix w, long version) {
    if (transposedVersion != version) {
      makeTransposed(w, version);
    }
    if (!transposedUsed) {
      transposedUsed = true;
    }
    return transposed;
  }

  /** Rebuilds one half of the copy if it has been used since it was last built. */
  void renewForward(HeapMatrix w, boolean firstHalf) {
    if (forwardUsed) {
      int middle = w.rows() / 2;
      copyPanels(w, firstHalf ? 0 : middle, firstHalf ? middle : w.rows(), forward);
    }
  }

  /** Likewise. */
  void renewTransposed(HeapMatrix w, boolean firstHalf) {
    if (transposedUsed) {
      int middle = Math.min(w.rows(), padded(w.rows() / 2));
      transposePanels(w, firstHalf ? 0 : middle, firstHalf ? middle : w.rows(), transposed);
    }
  }

  /** After both halves of the copies that had been used: they are of this version. */
  void renewed(long version) {
    if (forwardUsed) {
      forwardVersion = version;
      forwardUsed = false;
    }
    if (transposedUsed) {
      transposedVersion = version;
      transposedUsed = false;
    }
  }

  private synchronized void makeForward(HeapMatrix w, long version) {
    if (forwardVersion != version) {
      if (forward == null) {
        forward = new float[padded(w.columns()) * w.rows()];
      }
      copyPanels(w, 0, w.rows(), forward);
      forwardVersion = version;
    }
  }

  private synchronized void makeTransposed(HeapMatrix w, long version) {
    if (transposedVersion != version) {
      if (transposed == null) {
        transposed = new float[padded(w.rows()) * w.columns()];
      }
      transposePanels(w, 0, w.rows(), transposed);
      transposedVersion = version;
    }
  }

  /** The next multiple of WIDTH. */
  private static int padded(int count) {
    return (count + WIDTH - 1) / WIDTH * WIDTH;
  }

  /**
   * Some rows of the panels of columns. Goes through the source row by row: going through it panel
   * by panel would fetch each cache line once for each panel it holds a part of.
   */
  private static void copyPanels(HeapMatrix w, int start, int end, float[] target) {
    int rows = w.rows();
    int columns = w.columns();
    for (int r = start; r < end; r++) {
      int from = w.at(r);
      int to = r * WIDTH;
      for (int c = 0; c < columns; c += WIDTH) {
        System.arraycopy(w.data, from + c, target, to + c * rows, Math.min(WIDTH, columns - c));
      }
    }
  }

  /**
   * Some panels of the columns of the transpose, so of rows of the source, from a multiple of WIDTH
   * on. In blocks of columns that stay in the nearest cache until all rows of a panel are written.
   */
  private static void transposePanels(HeapMatrix w, int start, int end, float[] target) {
    int columns = w.columns();
    for (int first = start; first < end; first += WIDTH) {
      int some = Math.min(WIDTH, end - first);
      for (int block = 0; block < columns; block += BLOCK) {
        int blockEnd = Math.min(columns, block + BLOCK);
        int r = 0;
        for (; r + 4 <= some; r += 4) {
          int to = first * columns + r;
          transposeFours(w.data, w.at(first + r), w.stride, block, blockEnd, target, to);
        }
        for (; r < some; r++) {
          int from = w.at(first + r);
          int to = first * columns + r;
          for (int c = block; c < blockEnd; c++) {
            target[to + c * WIDTH] = w.data[from + c];
          }
        }
      }
    }
  }

  private static void transposeFours(
      float[] source, int s0, int stride, int start, int end, float[] target, int to) {
    int s1 = s0 + stride;
    int s2 = s1 + stride;
    int s3 = s2 + stride;
    for (int c = start; c < end; c++) {
      int at = to + c * WIDTH;
      target[at] = source[s0 + c];
      target[at + 1] = source[s1 + c];
      target[at + 2] = source[s2 + c];
      target[at + 3] = source[s3 + c];
    }
  }
}
