package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.VectorMath.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Matrix products. Few rows are streams over the weights as they lie; more rows are register tiles
 * over packed panels. A tile of 4 rows x 2 vectors keeps 8 sums in registers: enough to hide the
 * latency of a fused multiply-add, and few enough that the compiler, which wants some of the 16
 * registers of AVX2 for itself, spills none (tiles of 12 sums run at half the speed).
 */
final class Gemm {

  /** Columns of a panel of the right operand. */
  static final int WIDTH = 2 * SPECIES.length();

  /** A product with a side shorter than this is done row by row: tiles would be mostly empty. */
  static final int SMALL = 8;

  /** Rows of a panel of the left operand. */
  private static final int HEIGHT = 4;

  private static final int LANES = SPECIES.length();

  /** Depth of a block, so that a panel of it stays in the nearest cache. */
  private static final int DEPTH = 128;

  /** Where a tile at the edge is put before its part is copied out. */
  private final float[] edge = new float[HEIGHT * WIDTH];

  // Blocks of the left and the right operand of one product.
  private float[] left = new float[0];
  private float[] right = new float[0];

  /** Whether a product of so many rows with w, or its transpose, is worth packing w. */
  static boolean paysToPack(int rows, HeapMatrix w) {
    return rows >= HEIGHT && w.rows() >= SMALL;
  }

  /** c (rows x n) (+)= a (rows x k) b, b packed in panels of its n columns. */
  void packed(
      float[] a,
      int ao,
      int aStride,
      int rows,
      int k,
      float[] b,
      float[] c,
      int co,
      int cStride,
      int n,
      boolean add) {
    left = atLeast(left, Packing.padded(rows, HEIGHT) * Math.min(k, DEPTH));
    for (int depth = 0; depth < k; depth += DEPTH) {
      int some = Math.min(DEPTH, k - depth);
      Packing.transposePanels(a, ao + depth, aStride, rows, some, HEIGHT, left);
      for (int column = 0; column < n; column += WIDTH) {
        int panel = column * k + depth * WIDTH;
        panel(
            rows,
            some,
            b,
            panel,
            c,
            co + column,
            cStride,
            Math.min(WIDTH, n - column),
            add || depth > 0);
      }
    }
  }

  /** c (m x n) (+)= a^T b for a (rows x m), b (rows x n). */
  void transposedByPlain(
      float[] a,
      int ao,
      int aStride,
      int m,
      float[] b,
      int bo,
      int bStride,
      int n,
      int rows,
      float[] c,
      int co,
      int cStride,
      boolean add) {
    int deepest = Math.min(rows, DEPTH);
    left = atLeast(left, Packing.padded(m, HEIGHT) * deepest);
    right = atLeast(right, Packing.padded(n, WIDTH) * deepest);
    for (int depth = 0; depth < rows; depth += DEPTH) {
      int some = Math.min(DEPTH, rows - depth);
      Packing.copyPanels(a, ao + depth * aStride, aStride, some, m, HEIGHT, left);
      Packing.copyPanels(b, bo + depth * bStride, bStride, some, n, WIDTH, right);
      for (int column = 0; column < n; column += WIDTH) {
        panel(
            m,
            some,
            right,
            column * some,
            c,
            co + column,
            cStride,
            Math.min(WIDTH, n - column),
            add || depth > 0);
      }
    }
  }

  private static float[] atLeast(float[] array, int size) {
    return array.length >= size ? array : new float[size];
  }

  /** One panel of columns of c, from all panels of the left operand. */
  private void panel(
      int rows, int k, float[] b, int bo, float[] c, int co, int cStride, int width, boolean add) {
    for (int r = 0; r < rows; r += HEIGHT) {
      int height = Math.min(HEIGHT, rows - r);
      int to = co + r * cStride;
      if (height == HEIGHT && width == WIDTH) {
        tile(left, r * k, k, b, bo, c, to, cStride, add);
      } else {
        tile(left, r * k, k, b, bo, edge, 0, WIDTH, false);
        copyEdge(height, width, c, to, cStride, add);
      }
    }
  }

  private void copyEdge(int rows, int width, float[] c, int co, int cStride, boolean add) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        int to = co + i * cStride + j;
        c[to] = add ? c[to] + edge[i * WIDTH + j] : edge[i * WIDTH + j];
      }
    }
  }

  private static void tile(
      float[] a, int ao, int k, float[] b, int bo, float[] c, int co, int cStride, boolean add) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    for (int i = 0; i < k; i++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + i * WIDTH);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + i * WIDTH + LANES);
      int at = ao + i * HEIGHT;
      FloatVector x = FloatVector.broadcast(SPECIES, a[at]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[at + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[at + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[at + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
    }
    store(s00, s01, c, co, add);
    store(s10, s11, c, co + cStride, add);
    store(s20, s21, c, co + 2 * cStride, add);
    store(s30, s31, c, co + 3 * cStride, add);
  }

  /** Stores in each branch: a vector that two branches merge into would go to the heap. */
  private static void store(FloatVector left, FloatVector right, float[] c, int co, boolean add) {
    if (add) {
      left.add(FloatVector.fromArray(SPECIES, c, co)).intoArray(c, co);
      right.add(FloatVector.fromArray(SPECIES, c, co + LANES)).intoArray(c, co + LANES);
    } else {
      left.intoArray(c, co);
      right.intoArray(c, co + LANES);
    }
  }

  /**
   * c (+)= a W for one row: eight (at the end four, or one) rows of W at a time are streamed
   * through once, so that c is touched once for eight of them.
   */
  static void rowTimesMatrix(float[] a, int ao, HeapMatrix w, float[] c, int co, boolean add) {
    int n = w.columns();
    if (!add) {
      Arrays.fill(c, co, co + n, 0f);
    }
    int k = w.rows();
    int i = 0;
    for (; i + 8 <= k; i += 8) {
      addEightRows(a, ao + i, w.data, w.at(i), w.stride, c, co, n);
    }
    if (i + 4 <= k) {
      addFourRows(a, ao + i, 1, w.data, w.at(i), w.stride, c, co, n);
      i += 4;
    }
    for (; i < k; i++) {
      addRow(a[ao + i], w.data, w.at(i), c, co, n);
    }
  }

  private static void addEightRows(
      float[] a, int ao, float[] w, int w0, int stride, float[] c, int co, int n) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, a[ao]);
    FloatVector a1 = FloatVector.broadcast(SPECIES, a[ao + 1]);
    FloatVector a2 = FloatVector.broadcast(SPECIES, a[ao + 2]);
    FloatVector a3 = FloatVector.broadcast(SPECIES, a[ao + 3]);
    FloatVector a4 = FloatVector.broadcast(SPECIES, a[ao + 4]);
    FloatVector a5 = FloatVector.broadcast(SPECIES, a[ao + 5]);
    FloatVector a6 = FloatVector.broadcast(SPECIES, a[ao + 6]);
    FloatVector a7 = FloatVector.broadcast(SPECIES, a[ao + 7]);
    int w1 = w0 + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    int w4 = w3 + stride;
    int w5 = w4 + stride;
    int w6 = w5 + stride;
    int w7 = w6 + stride;
    int end = SPECIES.loopBound(n);
    for (int j = 0; j < end; j += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, c, co + j);
      s = a0.fma(FloatVector.fromArray(SPECIES, w, w0 + j), s);
      FloatVector t = a1.mul(FloatVector.fromArray(SPECIES, w, w1 + j));
      s = a2.fma(FloatVector.fromArray(SPECIES, w, w2 + j), s);
      t = a3.fma(FloatVector.fromArray(SPECIES, w, w3 + j), t);
      s = a4.fma(FloatVector.fromArray(SPECIES, w, w4 + j), s);
      t = a5.fma(FloatVector.fromArray(SPECIES, w, w5 + j), t);
      s = a6.fma(FloatVector.fromArray(SPECIES, w, w6 + j), s);
      t = a7.fma(FloatVector.fromArray(SPECIES, w, w7 + j), t);
      s.add(t).intoArray(c, co + j);
    }
    for (int j = end; j < n; j++) {
      float sum = c[co + j];
      for (int i = 0; i < 8; i++) {
        sum += a[ao + i] * w[w0 + i * stride + j];
      }
      c[co + j] = sum;
    }
  }

  private static void addFourRows(
      float[] a, int ao, int aStride, float[] w, int w0, int stride, float[] c, int co, int n) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, a[ao]);
    FloatVector a1 = FloatVector.broadcast(SPECIES, a[ao + aStride]);
    FloatVector a2 = FloatVector.broadcast(SPECIES, a[ao + 2 * aStride]);
    FloatVector a3 = FloatVector.broadcast(SPECIES, a[ao + 3 * aStride]);
    int w1 = w0 + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    int end = SPECIES.loopBound(n);
    for (int j = 0; j < end; j += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, c, co + j);
      s = a0.fma(FloatVector.fromArray(SPECIES, w, w0 + j), s);
      FloatVector t = a1.mul(FloatVector.fromArray(SPECIES, w, w1 + j));
      s = a2.fma(FloatVector.fromArray(SPECIES, w, w2 + j), s);
      t = a3.fma(FloatVector.fromArray(SPECIES, w, w3 + j), t);
      s.add(t).intoArray(c, co + j);
    }
    for (int j = end; j < n; j++) {
      float sum = c[co + j];
      for (int i = 0; i < 4; i++) {
        sum += a[ao + i * aStride] * w[w0 + i * stride + j];
      }
      c[co + j] = sum;
    }
  }

  private static void addRow(float factor, float[] w, int wo, float[] c, int co, int n) {
    FloatVector x = FloatVector.broadcast(SPECIES, factor);
    int end = SPECIES.loopBound(n);
    for (int j = 0; j < end; j += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, c, co + j);
      x.fma(FloatVector.fromArray(SPECIES, w, wo + j), s).intoArray(c, co + j);
    }
    for (int j = end; j < n; j++) {
      c[co + j] += factor * w[wo + j];
    }
  }

  /** c (m x n) (+)= a^T b for a (rows x m) and b (rows x n), of which m or rows is small. */
  static void outerProducts(
      float[] a,
      int ao,
      int aStride,
      int m,
      float[] b,
      int bo,
      int bStride,
      int n,
      int rows,
      float[] c,
      int co,
      int cStride,
      boolean add) {
    for (int i = 0; i < m; i++) {
      int to = co + i * cStride;
      if (!add) {
        Arrays.fill(c, to, to + n, 0f);
      }
      int r = 0;
      for (; r + 4 <= rows; r += 4) {
        int from = ao + r * aStride + i;
        addFourRows(a, from, aStride, b, bo + r * bStride, bStride, c, to, n);
      }
      for (; r < rows; r++) {
        addRow(a[ao + r * aStride + i], b, bo + r * bStride, c, to, n);
      }
    }
  }

  /** c (+)= a W^T for one row: the dot products of a with four rows of W at a time. */
  static void rowTimesTransposed(float[] a, int ao, HeapMatrix w, float[] c, int co, boolean add) {
    int n = w.columns();
    int k = w.rows();
    int i = 0;
    for (; i + 4 <= k; i += 4) {
      fourDots(a, ao, w.data, w.at(i), w.stride, c, co + i, n, add);
    }
    for (; i < k; i++) {
      float sum = dot(a, ao, w.data, w.at(i), n);
      c[co + i] = add ? c[co + i] + sum : sum;
    }
  }

  private static void fourDots(
      float[] a, int ao, float[] w, int w0, int stride, float[] c, int co, int n, boolean add) {
    int w1 = w0 + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int end = SPECIES.loopBound(n);
    int j = 0;
    for (; j < end; j += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, ao + j);
      s0 = x.fma(FloatVector.fromArray(SPECIES, w, w0 + j), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, w, w1 + j), s1);
      s2 = x.fma(FloatVector.fromArray(SPECIES, w, w2 + j), s2);
      s3 = x.fma(FloatVector.fromArray(SPECIES, w, w3 + j), s3);
    }
    float d0 = s0.reduceLanes(VectorOperators.ADD);
    float d1 = s1.reduceLanes(VectorOperators.ADD);
    float d2 = s2.reduceLanes(VectorOperators.ADD);
    float d3 = s3.reduceLanes(VectorOperators.ADD);
    for (; j < n; j++) {
      float x = a[ao + j];
      d0 += x * w[w0 + j];
      d1 += x * w[w1 + j];
      d2 += x * w[w2 + j];
      d3 += x * w[w3 + j];
    }
    c[co] = add ? c[co] + d0 : d0;
    c[co + 1] = add ? c[co + 1] + d1 : d1;
    c[co + 2] = add ? c[co + 2] + d2 : d2;
    c[co + 3] = add ? c[co + 3] + d3 : d3;
  }

  private static float dot(float[] a, int ao, float[] w, int wo, int n) {
    FloatVector s = FloatVector.zero(SPECIES);
    int end = SPECIES.loopBound(n);
    int j = 0;
    for (; j < end; j += LANES) {
      s =
          FloatVector.fromArray(SPECIES, a, ao + j)
              .fma(FloatVector.fromArray(SPECIES, w, wo + j), s);
    }
    float sum = s.reduceLanes(VectorOperators.ADD);
    for (; j < n; j++) {
      sum += a[ao + j] * w[wo + j];
    }
    return sum;
  }
}
