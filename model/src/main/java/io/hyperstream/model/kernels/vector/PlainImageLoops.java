package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.ImageLoops;
import java.util.Arrays;

/** The loops over images in plain Java: slow, and the yardstick of correctness. */
final class PlainImageLoops implements ImageLoops {

  @Override
  public void convolve(
      float[] in,
      int base,
      int[] from,
      int inRow,
      int rows,
      int run,
      float[] kernel,
      int ko,
      int n,
      float[] bias,
      int bo,
      float[] out,
      int outBase,
      int[] to) {
    for (int p = 0; p < from.length; p++) {
      int target = outBase + to[p];
      System.arraycopy(bias, bo, out, target, n);
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < run; i++) {
          float x = in[base + from[p] + r * inRow + i];
          addScaled(x, kernel, ko + (r * run + i) * n, n, out, target);
        }
      }
    }
  }

  private static void addScaled(float factor, float[] x, int xo, int n, float[] out, int oo) {
    for (int i = 0; i < n; i++) {
      out[oo + i] += factor * x[xo + i];
    }
  }

  @Override
  public void kernelGradient(
      float[] in,
      int base,
      int[] from,
      int inRow,
      int rows,
      int run,
      float[] g,
      int gBase,
      int[] at,
      int n,
      float[] dk,
      int dko) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < run; i++) {
        for (int p = 0; p < from.length; p++) {
          float x = in[base + from[p] + r * inRow + i];
          addScaled(x, g, gBase + at[p], n, dk, dko + (r * run + i) * n);
        }
      }
    }
  }

  @Override
  public void sum(float[] x, int base, int[] at, int n, float[] sums, int so) {
    for (int offset : at) {
      addScaled(1, x, base + offset, n, sums, so);
    }
  }

  @Override
  public void sumProducts(
      float[] x, int base, int[] at, float[] y, int yBase, int[] yAt, int n, float[] sums, int so) {
    for (int p = 0; p < at.length; p++) {
      for (int i = 0; i < n; i++) {
        sums[so + i] += x[base + at[p] + i] * y[yBase + yAt[p] + i];
      }
    }
  }

  @Override
  public void maxPool(
      float[] in,
      int base,
      int[] from,
      int pixel,
      int row,
      int n,
      float[] out,
      int outBase,
      int[] to) {
    for (int p = 0; p < from.length; p++) {
      int x = base + from[p];
      for (int i = 0; i < n; i++) {
        float upper = Math.max(in[x + i], in[x + pixel + i]);
        float lower = Math.max(in[x + row + i], in[x + row + pixel + i]);
        out[outBase + to[p] + i] = Math.max(0, Math.max(upper, lower));
      }
    }
  }

  @Override
  public void maxPoolBackward(
      float[] in,
      int base,
      int[] from,
      int pixel,
      int row,
      int n,
      float[] g,
      int gBase,
      int[] at,
      float[] dIn,
      int dBase,
      int[] dFrom,
      int dPixel,
      int dRow) {
    for (int p = 0; p < from.length; p++) {
      for (int i = 0; i < n; i++) {
        float max = 0;
        int chosen = -1;
        for (int k = 0; k < 4; k++) {
          float x = in[base + from[p] + k % 2 * pixel + k / 2 * row + i];
          if (x > max) {
            max = x;
            chosen = k;
          }
        }
        for (int k = 0; k < 4; k++) {
          int target = dBase + dFrom[p] + k % 2 * dPixel + k / 2 * dRow + i;
          dIn[target] = k == chosen ? g[gBase + at[p] + i] : 0;
        }
      }
    }
  }

  @Override
  public void scale(
      float[] x,
      int base,
      int[] at,
      float[] scale,
      float[] shift,
      int n,
      float[] out,
      int outBase,
      int[] to) {
    for (int p = 0; p < at.length; p++) {
      for (int i = 0; i < n; i++) {
        out[outBase + to[p] + i] = Math.max(0, x[base + at[p] + i] * scale[i] + shift[i]);
      }
    }
  }

  @Override
  public void clip(float[] out, int base, int[] at, float[] g, int gBase, int[] gAt, int n) {
    for (int p = 0; p < at.length; p++) {
      for (int i = 0; i < n; i++) {
        if (!(out[base + at[p] + i] > 0)) {
          g[gBase + gAt[p] + i] = 0;
        }
      }
    }
  }

  @Override
  public void scaleBackward(
      float[] g,
      int gBase,
      int[] gAt,
      float[] x,
      int base,
      int[] at,
      float[] a,
      float[] b,
      float[] c,
      int n,
      float[] dx,
      int dBase,
      int[] dAt,
      boolean add) {
    for (int p = 0; p < at.length; p++) {
      for (int i = 0; i < n; i++) {
        float d = a[i] * g[gBase + gAt[p] + i] + b[i] * x[base + at[p] + i] + c[i];
        int target = dBase + dAt[p] + i;
        dx[target] = add ? dx[target] + d : d;
      }
    }
  }

  @Override
  public void product(
      float[] x,
      int xo,
      int n,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      int rows,
      float[] out,
      int oo) {
    for (int r = 0; r < rows; r++) {
      float sum = bias[bo + r];
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
      float[] w,
      int wo,
      int n,
      float[] dx,
      int dxo,
      float[] dw,
      int dwo) {
    if (dx != null) {
      Arrays.fill(dx, dxo, dxo + n, 0);
    }
    for (int r = 0; r < rows; r++) {
      addScaled(g[go + r], x, xo, n, dw, dwo + r * n);
      if (dx != null) {
        addScaled(g[go + r], w, wo + r * n, n, dx, dxo);
      }
    }
  }
}
