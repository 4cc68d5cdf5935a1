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

  /** W in panels of WIDTH columns: panel p, row i, column j at (p * k + i) * WIDTH + j. */
  final Copy forward = new Copy(false);

  /** The transpose (n x k) in panels of WIDTH of its k columns. */
  final Copy transposed = new Copy(true);

  private volatile boolean known;

  /** Whether the kernels know that there may be copies. */
  boolean isKnown() {
    return known;
  }

  void known() {
    known = true;
  }

  static final class Copy {

    private final boolean transposed;
    private float[] panels;

    /** Volatile: a thread that sees a version sees the copy that was made before it. */
    private volatile long version = -1;

    /** Whether it has been asked for since it was made. */
    private volatile boolean used;

    private Copy(boolean transposed) {
      this.transposed = transposed;
    }

    /** The copy of a version of W, made if need be. */
    float[] get(HeapMatrix w, long wanted) {
      if (version != wanted) {
        make(w, wanted);
      }
      // Written once only: all workers read it all the time.
      if (!used) {
        used = true;
      }
      return panels;
    }

    private synchronized void make(HeapMatrix w, long wanted) {
      if (version != wanted) {
        if (panels == null) {
          int whole = transposed ? w.rows() : w.columns();
          panels = new float[padded(whole) * (transposed ? w.columns() : w.rows())];
        }
        fill(w, 0, w.rows());
        version = wanted;
      }
    }

    private void fill(HeapMatrix w, int start, int end) {
      if (transposed) {
        transposePanels(w, start, end, panels);
      } else {
        copyPanels(w, start, end, panels);
      }
    }

    /** Makes one half anew if the copy has been used since it was last made. */
    void renew(HeapMatrix w, boolean firstHalf) {
      if (used) {
        int middle = Math.min(w.rows(), padded(w.rows() / 2));
        fill(w, firstHalf ? 0 : middle, firstHalf ? middle : w.rows());
      }
    }

    /** After both halves of a copy that had been used: it is of this version. */
    void renewed(long now) {
      if (used) {
        version = now;
        used = false;
      }
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
