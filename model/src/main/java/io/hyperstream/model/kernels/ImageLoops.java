package io.hyperstream.model.kernels;

/**
 * The hot loops over images, on Java arrays. Pixels are vectors of channels, {@code n} of them. An
 * array of offsets has a place for each pixel, counted from {@code base}, so that images may have
 * borders and gaps. {@code n} is a multiple of {@link #CHANNELS} wherever pixels are written, but
 * for {@link #copy} and {@link #add}. Has scratch memory, so each thread has its own.
 */
public interface ImageLoops {

  /** The number of channels that a vector divides on every machine. */
  int CHANNELS = 16;

  /** Floats that the loops may read behind the end of an image. */
  int SLACK = 16;

  /**
   * {@code out[to[p]] = bias + sum over r, i of in[from[p] + r * inRow + i] * kernel[r * run + i]}:
   * each pixel is the product of a patch of {@code rows} runs and the kernel, a matrix with {@code
   * rows * run} rows of {@code n} columns.
   */
  void convolve(
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
      int[] to);

  /** {@code dk[r * run + i] += sum over p of in[from[p] + r * inRow + i] * g[at[p]]}. */
  void kernelGradient(
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
      int dko);

  /** {@code sums[so..] += } the pixels. */
  void sum(float[] x, int base, int[] at, int n, float[] sums, int so);

  /** {@code sums[so..] += } the product of the pixels, channel by channel. */
  void sumProducts(
      float[] x, int base, int[] at, float[] y, int yBase, int[] yAt, int n, float[] sums, int so);

  /**
   * The largest of four pixels, but not less than 0.
   *
   * @param from the first of each four; the others are {@code pixel} and {@code row} floats away
   */
  void maxPool(
      float[] in,
      int base,
      int[] from,
      int pixel,
      int row,
      int n,
      float[] out,
      int outBase,
      int[] to);

  /**
   * Gives the gradient to the pixel that was the largest, the first of them if several were, and 0
   * to the others.
   *
   * @param dFrom the first of each four in the gradient
   */
  void maxPoolBackward(
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
      int dRow);

  /** {@code out = max(0, x * scale + shift)}, with a scale and a shift for each channel. */
  void scale(
      float[] x,
      int base,
      int[] at,
      float[] scale,
      float[] shift,
      int n,
      float[] out,
      int outBase,
      int[] to);

  /** {@code g = 0} where {@code out} is not above 0. */
  void clip(float[] out, int base, int[] at, float[] g, int gBase, int[] gAt, int n);

  /** {@code dx (+)= a * g + b * x + c}, with an a, b and c for each channel. */
  void scaleBackward(
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
      boolean add);

  /** {@code out = x}. */
  default void copy(float[] x, int base, int[] at, int n, float[] out, int outBase, int[] to) {
    for (int p = 0; p < at.length; p++) {
      System.arraycopy(x, base + at[p], out, outBase + to[p], n);
    }
  }

  /** {@code out += x}. */
  default void add(float[] x, int base, int[] at, int n, float[] out, int outBase, int[] to) {
    for (int p = 0; p < at.length; p++) {
      int from = base + at[p];
      int target = outBase + to[p];
      for (int i = 0; i < n; i++) {
        out[target + i] += x[from + i];
      }
    }
  }

  /** {@code out (rows) = x (n) w^T + bias}, for a w of {@code rows} rows. */
  void product(
      float[] x,
      int xo,
      int n,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      int rows,
      float[] out,
      int oo);

  /** Its gradients: {@code dx = g w; dw += g^T x}; null: dx is not wanted. */
  void productBackward(
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
      int dwo);
}
