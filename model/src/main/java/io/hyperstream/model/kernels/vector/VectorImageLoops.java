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

  // Of the current tile: where each of its rows reads, and where it adds.
  private final int[] from = new int[TILE];
  private final int[] to = new int[TILE];

  /** Where the rows of a kernel are. */
  private int[] kernelRows = new int[0];

  @Override
  public void convolve(
      Pixels in, int[] patch, float[] kernel, int ko, float[] bias, int bo, int n, Pixels out) {
    for (int p = 0; p < out.count(); p++) {
      System.arraycopy(bias, bo, out.data, out.place(p), n);
    }
    if (kernelRows.length < patch.length) {
      kernelRows = new int[patch.length];
    }
    for (int i = 0; i < patch.length; i++) {
      kernelRows[i] = i * n;
    }
    for (int c = 0; c < n; c += LANES) {
      for (int p = 0; p < out.count(); p += TILE) {
        for (int k = 0; k < TILE; k++) {
          int pixel = Math.min(p + k, out.count() - 1);
          from[k] = in.place(pixel);
          to[k] = out.place(pixel) + c;
        }
        addTile(patch.length, in.data, patch, kernel, ko + c, kernelRows, out.data);
      }
    }
  }

  @Override
  public void kernelGradient(Pixels in, int[] patch, Pixels g, int n, float[] dk, int dko) {
    for (int c = 0; c < n; c += LANES) {
      for (int i = 0; i < patch.length; i += TILE) {
        for (int k = 0; k < TILE; k++) {
          int row = Math.min(i + k, patch.length - 1);
          from[k] = in.base + patch[row];
          to[k] = dko + row * n + c;
        }
        addTile(g.count(), in.data, in.at, g.data, g.base + c, g.at, dk);
      }
    }
  }

  /**
   * Adds to each row of out the sum of the products of a number of x and a vector of y. Beyond the
   * last row there may be the same one again: it gets the same sums.
   */
  private void addTile(int count, float[] x, int[] xAt, float[] y, int yo, int[] yAt, float[] out) {
    int x0 = from[0];
    int x1 = from[1];
    int x2 = from[2];
    int x3 = from[3];
    int x4 = from[4];
    int x5 = from[5];
    int x6 = from[6];
    int x7 = from[7];
    FloatVector s0 = FloatVector.fromArray(SPECIES, out, to[0]);
    FloatVector s1 = FloatVector.fromArray(SPECIES, out, to[1]);
    FloatVector s2 = FloatVector.fromArray(SPECIES, out, to[2]);
    FloatVector s3 = FloatVector.fromArray(SPECIES, out, to[3]);
    FloatVector s4 = FloatVector.fromArray(SPECIES, out, to[4]);
    FloatVector s5 = FloatVector.fromArray(SPECIES, out, to[5]);
    FloatVector s6 = FloatVector.fromArray(SPECIES, out, to[6]);
    FloatVector s7 = FloatVector.fromArray(SPECIES, out, to[7]);
    for (int i = 0; i < count; i++) {
      int at = xAt[i];
      FloatVector v = FloatVector.fromArray(SPECIES, y, yo + yAt[i]);
      s0 = FloatVector.broadcast(SPECIES, x[x0 + at]).fma(v, s0);
      s1 = FloatVector.broadcast(SPECIES, x[x1 + at]).fma(v, s1);
      s2 = FloatVector.broadcast(SPECIES, x[x2 + at]).fma(v, s2);
      s3 = FloatVector.broadcast(SPECIES, x[x3 + at]).fma(v, s3);
      s4 = FloatVector.broadcast(SPECIES, x[x4 + at]).fma(v, s4);
      s5 = FloatVector.broadcast(SPECIES, x[x5 + at]).fma(v, s5);
      s6 = FloatVector.broadcast(SPECIES, x[x6 + at]).fma(v, s6);
      s7 = FloatVector.broadcast(SPECIES, x[x7 + at]).fma(v, s7);
    }
    s0.intoArray(out, to[0]);
    s1.intoArray(out, to[1]);
    s2.intoArray(out, to[2]);
    s3.intoArray(out, to[3]);
    s4.intoArray(out, to[4]);
    s5.intoArray(out, to[5]);
    s6.intoArray(out, to[6]);
    s7.intoArray(out, to[7]);
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
