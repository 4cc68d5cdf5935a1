package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.Tiles.HEIGHT;
import static io.hyperstream.model.kernels.vector.Tiles.WIDTH;

import java.util.Arrays;

/**
 * Matrix products made of {@link Tiles}, written to c or added to it. What does not fill a tile is
 * copied first. Holds scratch memory, so each thread has its own.
 */
final class Gemm {

  /** Depth of a block of a weight gradient, so that a panel of it stays in the nearest cache. */
  private static final int DEPTH = 128;

  /** Columns of a gradient's right operand that are copied together: few enough for a cache. */
  private static final int COPIED = 16 * WIDTH;

  /** Less depth than this is not worth a packed copy of the right operand. */
  static final int SHALLOW = 12;

  /** Rows of the tiles that take what the tallest ones leave. */
  private static final int LOW = 4;

  /** With fewer columns of the left operand than this, a copy of the right one does not pay. */
  private static final int FEW = 2 * HEIGHT;

  /** The initial sums of a tile that does not add to c: this row, for all of its rows. */
  private static final float[] ZEROS = new float[2 * WIDTH];

  /** Where a tile works that extends beyond the edge of c. */
  private final float[] edge = new float[HEIGHT * 2 * WIDTH];

  // Copies of parts of the left and of the right operand.
  private float[] left = new float[0];
  private float[] right = new float[0];

  /**
   * c (rows x n) = a (rows x k) b, with b (k x n) packed in panels of {@link Tiles#WIDTH}.
   *
   * @param add to add to c instead
   */
  void timesPacked(
      float[] a,
      int ao,
      int aStride,
      int rows,
      int k,
      float[] b,
      boolean add,
      float[] c,
      int co,
      int cStride,
      int n) {
    int tall = rows - rows % HEIGHT;
    for (int column = 0; column < n && tall > 0; column += WIDTH) {
      int width = Math.min(WIDTH, n - column);
      tallTiles(a, ao, aStride, tall, k, b, column * k, WIDTH, add, c, co + column, cStride, width);
    }
    int r = tall;
    if (r + LOW <= rows) {
      lowTiles(LOW, a, ao + r * aStride, aStride, k, b, add, c, co + r * cStride, cStride, n);
      r += LOW;
    }
    if (r < rows) {
      int rest = rows - r;
      left = atLeast(left, LOW * k);
      copyRows(rest, k, a, ao + r * aStride, aStride, left, 0, k);
      lowTiles(rest, left, 0, k, k, b, add, c, co + r * cStride, cStride, n);
    }
  }

  /**
   * c (rows x n) = a (rows x k) b for a b (k x n) as it lies, k small.
   *
   * @param add to add to c instead
   */
  void timesPlain(
      float[] a,
      int ao,
      int aStride,
      int rows,
      int k,
      float[] b,
      int bo,
      int bStride,
      boolean add,
      float[] c,
      int co,
      int cStride,
      int n) {
    int tall = rows - rows % HEIGHT;
    int full = n - n % WIDTH;
    for (int column = 0; column < full && tall > 0; column += WIDTH) {
      tallTiles(
          a, ao, aStride, tall, k, b, bo + column, bStride, add, c, co + column, cStride, WIDTH);
    }
    for (int r = 0; r < rows; r++) {
      int from = r < tall ? full : 0;
      if (from < n) {
        int to = co + r * cStride + from;
        if (!add) {
          Arrays.fill(c, to, to + n - from, 0f);
        }
        RowProducts.rowTimesMatrix(
            a, ao + r * aStride, k, b, bo + from, bStride, false, c, to, n - from);
      }
    }
  }

  /** One panel of columns of c, for a number of rows that fills tall tiles. */
  private void tallTiles(
      float[] a,
      int ao,
      int aStride,
      int rows,
      int k,
      float[] b,
      int bo,
      int bStride,
      boolean add,
      float[] c,
      int co,
      int cStride,
      int width) {
    for (int r = 0; r < rows; r += HEIGHT) {
      int from = ao + r * aStride;
      int to = co + r * cStride;
      if (width == WIDTH) {
        tallTile(a, from, aStride, k, b, bo, bStride, add, c, to, cStride);
      } else {
        copyRows(add ? HEIGHT : 0, width, c, to, cStride, edge, 0, WIDTH);
        tallTile(a, from, aStride, k, b, bo, bStride, add, edge, 0, WIDTH);
        copyRows(HEIGHT, width, edge, 0, WIDTH, c, to, cStride);
      }
    }
  }

  private static void tallTile(
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bStride,
      boolean add,
      float[] c,
      int co,
      int cStride) {
    float[] s = add ? c : ZEROS;
    int so = add ? co : 0;
    int sStride = add ? cStride : 0;
    if (HEIGHT == 8) {
      Tiles.eightRows(a, ao, aStride, k, b, bo, bStride, s, so, sStride, c, co, cStride);
    } else {
      Tiles.fourRows(a, ao, aStride, k, b, bo, bStride, s, so, sStride, c, co, cStride);
    }
  }

  /**
   * All columns of c for 1 to 4 rows, two panels at a time. Reads as many rows of a as its tile
   * has: 2 or 4.
   */
  private void lowTiles(
      int rows,
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      boolean add,
      float[] c,
      int co,
      int cStride,
      int n) {
    int tile = rows > 2 ? LOW : 2;
    for (int column = 0; column < n; column += 2 * WIDTH) {
      int width = Math.min(2 * WIDTH, n - column);
      int panel = column * k;
      // Where there is no second panel the first one is taken twice.
      int next = width > WIDTH ? panel + WIDTH * k : panel;
      if (rows == tile && width == 2 * WIDTH) {
        lowTile(tile, a, ao, aStride, k, b, panel, next, add, c, co + column, cStride);
      } else {
        copyRows(add ? rows : 0, width, c, co + column, cStride, edge, 0, 2 * WIDTH);
        lowTile(tile, a, ao, aStride, k, b, panel, next, add, edge, 0, 2 * WIDTH);
        copyRows(rows, width, edge, 0, 2 * WIDTH, c, co + column, cStride);
      }
    }
  }

  private static void lowTile(
      int rows,
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bNext,
      boolean add,
      float[] c,
      int co,
      int cStride) {
    float[] s = add ? c : ZEROS;
    int so = add ? co : 0;
    int sStride = add ? cStride : 0;
    if (rows == 2) {
      Tiles.twoRowsWide(a, ao, aStride, k, b, bo, bNext, s, so, sStride, c, co, cStride);
    } else if (HEIGHT == 8) {
      Tiles.fourRowsWide(a, ao, aStride, k, b, bo, bNext, s, so, sStride, c, co, cStride);
    } else {
      Tiles.fourRows(a, ao, aStride, k, b, bo, WIDTH, s, so, sStride, c, co, cStride);
      Tiles.fourRows(
          a, ao, aStride, k, b, bNext, WIDTH, s, so + WIDTH, sStride, c, co + WIDTH, cStride);
    }
  }

  /**
   * c (m x n) = a^T b for a (rows x m), b (rows x n).
   *
   * @param add to add to c instead
   */
  void transposedTimesPlain(
      float[] a,
      int ao,
      int aStride,
      int m,
      float[] b,
      int bo,
      int bStride,
      int n,
      int rows,
      boolean add,
      float[] c,
      int co,
      int cStride) {
    boolean copies = m >= FEW;
    for (int depth = 0; depth < rows; depth += DEPTH) {
      int some = Math.min(DEPTH, rows - depth);
      int from = ao + depth * aStride;
      boolean adds = add || depth > 0;
      for (int first = 0; first < n; first += COPIED) {
        int columns = Math.min(COPIED, n - first);
        int at = bo + depth * bStride + first;
        int full = copies ? 0 : columns - columns % WIDTH;
        for (int j = 0; j < full; j += WIDTH) {
          columnTiles(
              a,
              from,
              aStride,
              m,
              some,
              b,
              at + j,
              bStride,
              adds,
              c,
              co + first + j,
              cStride,
              WIDTH);
        }
        if (full < columns) {
          copyPanels(b, at + full, bStride, some, columns - full);
        }
        for (int j = full; j < columns; j += WIDTH) {
          columnTiles(
              a,
              from,
              aStride,
              m,
              some,
              right,
              (j - full) * DEPTH,
              WIDTH,
              adds,
              c,
              co + first + j,
              cStride,
              Math.min(WIDTH, columns - j));
        }
      }
    }
  }

  /**
   * Panels of WIDTH columns, copied row by row: short runs from distant rows would wait for memory.
   */
  private void copyPanels(float[] b, int bo, int bStride, int rows, int columns) {
    right = atLeast(right, (columns + WIDTH - 1) / WIDTH * WIDTH * DEPTH);
    for (int r = 0; r < rows; r++) {
      int from = bo + r * bStride;
      for (int j = 0; j < columns; j += WIDTH) {
        System.arraycopy(b, from + j, right, j * DEPTH + r * WIDTH, Math.min(WIDTH, columns - j));
      }
    }
  }

  /** One panel of columns of c = a^T b. */
  private void columnTiles(
      float[] a,
      int ao,
      int aStride,
      int m,
      int k,
      float[] b,
      int bo,
      int bStride,
      boolean add,
      float[] c,
      int co,
      int cStride,
      int width) {
    int i = 0;
    while (i < m) {
      int height = HEIGHT == 8 && i + 8 <= m ? 8 : LOW;
      int valid = Math.min(height, m - i);
      float[] from = a;
      int at = ao + i;
      int stride = aStride;
      if (valid < height) {
        left = atLeast(left, LOW * DEPTH);
        copyRows(k, valid, a, ao + i, aStride, left, 0, LOW);
        from = left;
        at = 0;
        stride = LOW;
      }
      if (valid == height && width == WIDTH) {
        columnTile(height, from, at, stride, k, b, bo, bStride, add, c, co + i * cStride, cStride);
      } else {
        copyRows(add ? valid : 0, width, c, co + i * cStride, cStride, edge, 0, WIDTH);
        columnTile(height, from, at, stride, k, b, bo, bStride, add, edge, 0, WIDTH);
        copyRows(valid, width, edge, 0, WIDTH, c, co + i * cStride, cStride);
      }
      i += height;
    }
  }

  private static void columnTile(
      int height,
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bStride,
      boolean add,
      float[] c,
      int co,
      int cStride) {
    float[] s = add ? c : ZEROS;
    int so = add ? co : 0;
    int sStride = add ? cStride : 0;
    if (height == 8) {
      Tiles.eightColumns(a, ao, aStride, k, b, bo, bStride, s, so, sStride, c, co, cStride);
    } else {
      Tiles.fourColumns(a, ao, aStride, k, b, bo, bStride, s, so, sStride, c, co, cStride);
    }
  }

  private static void copyRows(
      int rows, int width, float[] from, int at, int stride, float[] to, int toAt, int toStride) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, at + i * stride, to, toAt + i * toStride, width);
    }
  }

  private static float[] atLeast(float[] array, int size) {
    return array.length >= size ? array : new float[size];
  }
}
