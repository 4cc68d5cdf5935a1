package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.VectorMath.SPECIES;

import io.hyperstream.model.kernels.ImageLoops;
import io.hyperstream.model.kernels.Pixels;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops over images with the Vector API. Convolutions are register tiles of eight pixels, or
 * eight weights, and one vector of channels: unlike {@link Tiles}, which are two vectors wide, so
 * that 16 channels fill them, and a patch is read where it lies in its image, without a copy.
 *
 * <p>A tile is a method with one loop, since sums that two nested loops carry end up on the heap.
 */
final class VectorImageLoops implements ImageLoops {

  private static final int LANES = SPECIES.length();

  /** Pixels or weights of a tile. */
  private static final int TILE = 8;

  /** Where a tile works that has fewer weights than others. */
  private final float[] edge = new float[TILE * LANES];

  @Override
  public void convolve(
      Pixels in,
      int inRow,
      int rows,
      int run,
      float[] kernel,
      int ko,
      float[] bias,
      int bo,
      int n,
      Pixels out) {
    for (int p = 0; p < out.count(); p++) {
      System.arraycopy(bias, bo, out.data, out.place(p), n);
    }
    for (int c = 0; c < n; c += LANES) {
      for (int p = 0; p < in.count(); p += TILE) {
        for (int r = 0; r < rows; r++) {
          int k = ko + r * run * n + c;
          pixels(
              in.data,
              in.base + r * inRow,
              in.at,
              p,
              run,
              kernel,
              k,
              n,
              out.data,
              out.base + c,
              out.at);
        }
      }
    }
  }

  /** Adds one run of each patch. Beyond the last pixel, that one again. */
  private static void pixels(
      float[] in,
      int base,
      int[] from,
      int p,
      int run,
      float[] kernel,
      int ko,
      int n,
      float[] out,
      int outBase,
      int[] to) {
    int last = from.length - 1;
    int p1 = Math.min(p + 1, last);
    int p2 = Math.min(p + 2, last);
    int p3 = Math.min(p + 3, last);
    int p4 = Math.min(p + 4, last);
    int p5 = Math.min(p + 5, last);
    int p6 = Math.min(p + 6, last);
    int p7 = Math.min(p + 7, last);
    int a0 = base + from[p];
    int a1 = base + from[p1];
    int a2 = base + from[p2];
    int a3 = base + from[p3];
    int a4 = base + from[p4];
    int a5 = base + from[p5];
    int a6 = base + from[p6];
    int a7 = base + from[p7];
    int t0 = outBase + to[p];
    int t1 = outBase + to[p1];
    int t2 = outBase + to[p2];
    int t3 = outBase + to[p3];
    int t4 = outBase + to[p4];
    int t5 = outBase + to[p5];
    int t6 = outBase + to[p6];
    int t7 = outBase + to[p7];
    FloatVector s0 = FloatVector.fromArray(SPECIES, out, t0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, out, t1);
    FloatVector s2 = FloatVector.fromArray(SPECIES, out, t2);
    FloatVector s3 = FloatVector.fromArray(SPECIES, out, t3);
    FloatVector s4 = FloatVector.fromArray(SPECIES, out, t4);
    FloatVector s5 = FloatVector.fromArray(SPECIES, out, t5);
    FloatVector s6 = FloatVector.fromArray(SPECIES, out, t6);
    FloatVector s7 = FloatVector.fromArray(SPECIES, out, t7);
    for (int i = 0; i < run; i++) {
      FloatVector b = FloatVector.fromArray(SPECIES, kernel, ko + i * n);
      s0 = FloatVector.broadcast(SPECIES, in[a0 + i]).fma(b, s0);
      s1 = FloatVector.broadcast(SPECIES, in[a1 + i]).fma(b, s1);
      s2 = FloatVector.broadcast(SPECIES, in[a2 + i]).fma(b, s2);
      s3 = FloatVector.broadcast(SPECIES, in[a3 + i]).fma(b, s3);
      s4 = FloatVector.broadcast(SPECIES, in[a4 + i]).fma(b, s4);
      s5 = FloatVector.broadcast(SPECIES, in[a5 + i]).fma(b, s5);
      s6 = FloatVector.broadcast(SPECIES, in[a6 + i]).fma(b, s6);
      s7 = FloatVector.broadcast(SPECIES, in[a7 + i]).fma(b, s7);
    }
    s0.intoArray(out, t0);
    s1.intoArray(out, t1);
    s2.intoArray(out, t2);
    s3.intoArray(out, t3);
    s4.intoArray(out, t4);
    s5.intoArray(out, t5);
    s6.intoArray(out, t6);
    s7.intoArray(out, t7);
  }

  @Override
  public void kernelGradient(
      Pixels in, int inRow, int rows, int run, Pixels g, int n, float[] dk, int dko) {
    for (int c = 0; c < n; c += LANES) {
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < run; i += TILE) {
          int start = in.base + r * inRow + i;
          int to = dko + (r * run + i) * n + c;
          int valid = Math.min(TILE, run - i);
          if (valid == TILE) {
            weights(in.data, start, in.at, g.data, g.base + c, g.at, dk, to, n);
          } else {
            copyRows(valid, dk, to, n, edge, 0, LANES);
            weights(in.data, start, in.at, g.data, g.base + c, g.at, edge, 0, LANES);
            copyRows(valid, edge, 0, LANES, dk, to, n);
          }
        }
      }
    }
  }

  private static void copyRows(
      int rows, float[] from, int at, int stride, float[] to, int toAt, int toStride) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, at + i * stride, to, toAt + i * toStride, LANES);
    }
  }

  private static void weights(
      float[] in, int base, int[] from, float[] g, int gBase, int[] at, float[] dk, int t0, int n) {
    int t1 = t0 + n;
    int t2 = t1 + n;
    int t3 = t2 + n;
    int t4 = t3 + n;
    int t5 = t4 + n;
    int t6 = t5 + n;
    int t7 = t6 + n;
    FloatVector s0 = FloatVector.fromArray(SPECIES, dk, t0);
    FloatVector s1 = FloatVector.fromArray(SPECIES, dk, t1);
    FloatVector s2 = FloatVector.fromArray(SPECIES, dk, t2);
    FloatVector s3 = FloatVector.fromArray(SPECIES, dk, t3);
    FloatVector s4 = FloatVector.fromArray(SPECIES, dk, t4);
    FloatVector s5 = FloatVector.fromArray(SPECIES, dk, t5);
    FloatVector s6 = FloatVector.fromArray(SPECIES, dk, t6);
    FloatVector s7 = FloatVector.fromArray(SPECIES, dk, t7);
    for (int p = 0; p < from.length; p++) {
      int x = base + from[p];
      FloatVector b = FloatVector.fromArray(SPECIES, g, gBase + at[p]);
      s0 = FloatVector.broadcast(SPECIES, in[x]).fma(b, s0);
      s1 = FloatVector.broadcast(SPECIES, in[x + 1]).fma(b, s1);
      s2 = FloatVector.broadcast(SPECIES, in[x + 2]).fma(b, s2);
      s3 = FloatVector.broadcast(SPECIES, in[x + 3]).fma(b, s3);
      s4 = FloatVector.broadcast(SPECIES, in[x + 4]).fma(b, s4);
      s5 = FloatVector.broadcast(SPECIES, in[x + 5]).fma(b, s5);
      s6 = FloatVector.broadcast(SPECIES, in[x + 6]).fma(b, s6);
      s7 = FloatVector.broadcast(SPECIES, in[x + 7]).fma(b, s7);
    }
    s0.intoArray(dk, t0);
    s1.intoArray(dk, t1);
    s2.intoArray(dk, t2);
    s3.intoArray(dk, t3);
    s4.intoArray(dk, t4);
    s5.intoArray(dk, t5);
    s6.intoArray(dk, t6);
    s7.intoArray(dk, t7);
  }

  @Override
  public void sum(Pixels x, int n, float[] sums, int so) {
    for (int c = 0; c < n; c += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, sums, so + c);
      for (int p = 0; p < x.count(); p++) {
        s = s.add(FloatVector.fromArray(SPECIES, x.data, x.place(p) + c));
      }
      s.intoArray(sums, so + c);
    }
  }

  @Override
  public void sumProducts(Pixels x, Pixels y, int n, float[] sums, int so) {
    for (int c = 0; c < n; c += LANES) {
      FloatVector s = FloatVector.fromArray(SPECIES, sums, so + c);
      for (int p = 0; p < x.count(); p++) {
        FloatVector factor = FloatVector.fromArray(SPECIES, x.data, x.place(p) + c);
        s = factor.fma(FloatVector.fromArray(SPECIES, y.data, y.place(p) + c), s);
      }
      s.intoArray(sums, so + c);
    }
  }

  @Override
  public void maxPool(Pixels in, int pixel, int row, int n, Pixels out) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int p = 0; p < in.count(); p++) {
      for (int c = 0; c < n; c += LANES) {
        int x = in.place(p) + c;
        zero.max(FloatVector.fromArray(SPECIES, in.data, x))
            .max(FloatVector.fromArray(SPECIES, in.data, x + pixel))
            .max(FloatVector.fromArray(SPECIES, in.data, x + row))
            .max(FloatVector.fromArray(SPECIES, in.data, x + row + pixel))
            .intoArray(out.data, out.place(p) + c);
      }
    }
  }

  @Override
  public void maxPoolBackward(
      Pixels in, int pixel, int row, int n, Pixels g, Pixels dIn, int dPixel, int dRow) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int p = 0; p < in.count(); p++) {
      for (int c = 0; c < n; c += LANES) {
        int x = in.place(p) + c;
        int d = dIn.place(p) + c;
        FloatVector x0 = FloatVector.fromArray(SPECIES, in.data, x);
        FloatVector x1 = FloatVector.fromArray(SPECIES, in.data, x + pixel);
        FloatVector x2 = FloatVector.fromArray(SPECIES, in.data, x + row);
        FloatVector x3 = FloatVector.fromArray(SPECIES, in.data, x + row + pixel);
        FloatVector max = x0.max(x1).max(x2).max(x3);
        // What is left to give away: nothing where all are cut off at 0.
        FloatVector left = FloatVector.fromArray(SPECIES, g.data, g.place(p) + c);
        left = zero.blend(left, max.compare(VectorOperators.GT, 0f));
        FloatVector given = zero.blend(left, x0.compare(VectorOperators.EQ, max));
        given.intoArray(dIn.data, d);
        left = left.sub(given);
        given = zero.blend(left, x1.compare(VectorOperators.EQ, max));
        given.intoArray(dIn.data, d + dPixel);
        left = left.sub(given);
        given = zero.blend(left, x2.compare(VectorOperators.EQ, max));
        given.intoArray(dIn.data, d + dRow);
        left.sub(given).intoArray(dIn.data, d + dRow + dPixel);
      }
    }
  }

  @Override
  public void scale(Pixels x, float[] scale, float[] shift, int n, Pixels out) {
    for (int c = 0; c < n; c += LANES) {
      FloatVector factor = FloatVector.fromArray(SPECIES, scale, c);
      FloatVector term = FloatVector.fromArray(SPECIES, shift, c);
      for (int p = 0; p < x.count(); p++) {
        FloatVector.fromArray(SPECIES, x.data, x.place(p) + c)
            .fma(factor, term)
            .max(0f)
            .intoArray(out.data, out.place(p) + c);
      }
    }
  }

  @Override
  public void clip(Pixels out, int n, Pixels g) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int p = 0; p < out.count(); p++) {
      for (int c = 0; c < n; c += LANES) {
        FloatVector x = FloatVector.fromArray(SPECIES, out.data, out.place(p) + c);
        FloatVector gradient = FloatVector.fromArray(SPECIES, g.data, g.place(p) + c);
        zero.blend(gradient, x.compare(VectorOperators.GT, 0f)).intoArray(g.data, g.place(p) + c);
      }
    }
  }

  @Override
  public void scaleBackward(
      Pixels g, Pixels x, float[] a, float[] b, float[] c, int n, Pixels dx, boolean add) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector ofG = FloatVector.fromArray(SPECIES, a, i);
      FloatVector ofX = FloatVector.fromArray(SPECIES, b, i);
      FloatVector term = FloatVector.fromArray(SPECIES, c, i);
      for (int p = 0; p < g.count(); p++) {
        FloatVector d = ofX.fma(FloatVector.fromArray(SPECIES, x.data, x.place(p) + i), term);
        d = ofG.fma(FloatVector.fromArray(SPECIES, g.data, g.place(p) + i), d);
        if (add) {
          d.add(FloatVector.fromArray(SPECIES, dx.data, dx.place(p) + i))
              .intoArray(dx.data, dx.place(p) + i);
        } else {
          d.intoArray(dx.data, dx.place(p) + i);
        }
      }
    }
  }

  @Override
  public void product(
      float[] x, int xo, int n, float[] w, int wo, int bo, int rows, float[] out, int oo) {
    System.arraycopy(w, bo, out, oo, rows);
    RowProducts.rowTimesTransposed(x, xo, n, w, wo, n, false, out, oo, rows);
  }

  @Override
  public void productBackward(
      float[] g,
      int go,
      int rows,
      float[] x,
      int xo,
      int n,
      float[] w,
      int wo,
      float[] dw,
      float[] dx) {
    if (dx != null) {
      Arrays.fill(dx, xo, xo + n, 0f);
      RowProducts.rowTimesMatrix(g, go, rows, w, wo, n, false, dx, xo, n);
    }
    for (int r = 0; r < rows; r++) {
      RowProducts.rowTimesMatrix(g, go + r, 1, x, xo, n, false, dw, wo + r * n, n);
    }
  }
}
