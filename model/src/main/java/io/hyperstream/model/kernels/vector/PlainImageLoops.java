package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.ImageLoops;
import io.hyperstream.model.kernels.Pixels;
import java.util.Arrays;

/** The loops over images in plain Java: slow, and the yardstick of correctness. */
final class PlainImageLoops implements ImageLoops {

  private static void addScaled(float factor, float[] x, int xo, int n, float[] out, int oo) {
    for (int i = 0; i < n; i++) {
      out[oo + i] += factor * x[xo + i];
    }
  }

  @Override
  public void convolve(
      Pixels in, int[] patch, float[] kernel, int ko, float[] bias, int bo, int n, Pixels out) {
    for (int p = 0; p < in.count(); p++) {
      System.arraycopy(bias, bo, out.data, out.place(p), n);
      for (int i = 0; i < patch.length; i++) {
        float x = in.data[in.place(p) + patch[i]];
        addScaled(x, kernel, ko + i * n, n, out.data, out.place(p));
      }
    }
  }

  @Override
  public void kernelGradient(Pixels in, int[] patch, Pixels g, int n, float[] dk, int dko) {
    for (int i = 0; i < patch.length; i++) {
      for (int p = 0; p < in.count(); p++) {
        float x = in.data[in.place(p) + patch[i]];
        addScaled(x, g.data, g.place(p), n, dk, dko + i * n);
      }
    }
  }

  @Override
  public void sum(Pixels x, int n, float[] sums, int so) {
    for (int p = 0; p < x.count(); p++) {
      addScaled(1, x.data, x.place(p), n, sums, so);
    }
  }

  @Override
  public void sumProducts(Pixels x, Pixels y, int n, float[] sums, int so) {
    for (int p = 0; p < x.count(); p++) {
      for (int i = 0; i < n; i++) {
        sums[so + i] += x.data[x.place(p) + i] * y.data[y.place(p) + i];
      }
    }
  }

  @Override
  public void maxPool(Pixels in, int pixel, int row, int n, Pixels out) {
    for (int p = 0; p < in.count(); p++) {
      for (int i = 0; i < n; i++) {
        float max = 0;
        for (int k = 0; k < 4; k++) {
          max = Math.max(max, in.data[in.place(p) + k % 2 * pixel + k / 2 * row + i]);
        }
        out.data[out.place(p) + i] = max;
      }
    }
  }

  @Override
  public void maxPoolBackward(
      Pixels in, int pixel, int row, int n, Pixels g, Pixels dIn, int dPixel, int dRow) {
    for (int p = 0; p < in.count(); p++) {
      for (int i = 0; i < n; i++) {
        float max = 0;
        int chosen = -1;
        for (int k = 0; k < 4; k++) {
          float x = in.data[in.place(p) + k % 2 * pixel + k / 2 * row + i];
          if (x > max) {
            max = x;
            chosen = k;
          }
        }
        for (int k = 0; k < 4; k++) {
          int to = dIn.place(p) + k % 2 * dPixel + k / 2 * dRow + i;
          dIn.data[to] = k == chosen ? g.data[g.place(p) + i] : 0;
        }
      }
    }
  }

  @Override
  public void scale(Pixels x, float[] scale, float[] shift, int n, Pixels out) {
    for (int p = 0; p < x.count(); p++) {
      for (int i = 0; i < n; i++) {
        out.data[out.place(p) + i] = Math.max(0, x.data[x.place(p) + i] * scale[i] + shift[i]);
      }
    }
  }

  @Override
  public void clip(Pixels out, int n, Pixels g) {
    for (int p = 0; p < out.count(); p++) {
      for (int i = 0; i < n; i++) {
        if (!(out.data[out.place(p) + i] > 0)) {
          g.data[g.place(p) + i] = 0;
        }
      }
    }
  }

  @Override
  public void scaleBackward(
      Pixels g, Pixels x, float[] a, float[] b, float[] c, int n, Pixels dx, boolean add) {
    for (int p = 0; p < g.count(); p++) {
      for (int i = 0; i < n; i++) {
        float d = a[i] * g.data[g.place(p) + i] + b[i] * x.data[x.place(p) + i] + c[i];
        int to = dx.place(p) + i;
        dx.data[to] = add ? dx.data[to] + d : d;
      }
    }
  }

  @Override
  public void product(
      float[] x, int xo, int n, float[] w, int wo, int bo, int rows, float[] out, int oo) {
    for (int r = 0; r < rows; r++) {
      float sum = w[bo + r];
      for (int i = 0; i < n; i++) {
        sum += x[xo + i] * w[wo + r * n + i];
      }
      out[oo + r] = sum;
    }
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
      Arrays.fill(dx, xo, xo + n, 0);
    }
    for (int r = 0; r < rows; r++) {
      addScaled(g[go + r], x, xo, n, dw, wo + r * n);
      if (dx != null) {
        addScaled(g[go + r], w, wo + r * n, n, dx, xo);
      }
    }
  }
}
