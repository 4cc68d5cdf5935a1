package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.Tiles.LANES;
import static io.hyperstream.model.kernels.vector.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Products of one row with a matrix that is not packed, which is read once. All of them add to c.
 *
 * <p>A matrix that is larger than a cache is read forwards for one row and backwards for the next:
 * what the last product read last is still in the cache. Read in one direction only, every part
 * would have been evicted by the time it is needed again.
 */
final class RowProducts {

  /** Columns of a block: in runs of 1.5 KB the processor still fetches ahead. */
  private static final int BLOCK = 384;

  private RowProducts() {}

  /**
   * c (n) += a (k) b (k x n): four rows of b at a time, so that c is touched once for four of them.
   * More of them would be more streams than the processor fetches ahead.
   *
   * @param back whether to go from the last columns to the first; the sums are the same
   */
  static void rowTimesMatrix(
      float[] a,
      int ao,
      int k,
      float[] b,
      int bo,
      int bStride,
      boolean back,
      float[] c,
      int co,
      int n) {
    int blocks = (n + BLOCK - 1) / BLOCK;
    for (int block = 0; block < blocks; block++) {
      int j = BLOCK * (back ? blocks - 1 - block : block);
      addRows(a, ao, k, b, bo + j, bStride, c, co + j, Math.min(BLOCK, n - j));
    }
  }

  private static void addRows(
      float[] a, int ao, int k, float[] b, int bo, int bStride, float[] c, int co, int n) {
    int i = 0;
    for (; i + 4 <= k; i += 4) {
      addFourRows(a, ao + i, b, bo + i * bStride, bStride, c, co, n);
    }
    for (; i < k; i++) {
      addRow(a[ao + i], b, bo + i * bStride, c, co, n);
    }
  }

  private static void addFourRows(
      float[] a, int ao, float[] w, int w0, int stride, float[] c, int co, int n) {
    FloatVector a0 = FloatVector.broadcast(SPECIES, a[ao]);
    FloatVector a1 = FloatVector.broadcast(SPECIES, a[ao + 1]);
    FloatVector a2 = FloatVector.broadcast(SPECIES, a[ao + 2]);
    FloatVector a3 = FloatVector.broadcast(SPECIES, a[ao + 3]);
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
        sum += a[ao + i] * w[w0 + i * stride + j];
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

  /**
   * c (k) += a (n) b^T for b (k x n): the dot products of a with four rows of b at a time.
   *
   * @param back whether to go from the last rows of b to the first; the sums are the same
   */
  static void rowTimesTransposed(
      float[] a,
      int ao,
      int n,
      float[] b,
      int bo,
      int bStride,
      boolean back,
      float[] c,
      int co,
      int k) {
    int fours = k / 4;
    for (int four = 0; four < fours; four++) {
      int i = 4 * (back ? fours - 1 - four : four);
      fourDots(a, ao, b, bo + i * bStride, bStride, c, co + i, n);
    }
    for (int i = 4 * fours; i < k; i++) {
      c[co + i] += dot(a, ao, b, bo + i * bStride, n);
    }
  }

  private static void fourDots(
      float[] a, int ao, float[] w, int w0, int stride, float[] c, int co, int n) {
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
    c[co] += d0;
    c[co + 1] += d1;
    c[co + 2] += d2;
    c[co + 3] += d3;
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
