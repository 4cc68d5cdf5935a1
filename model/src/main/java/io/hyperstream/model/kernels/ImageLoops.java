package io.hyperstream.model.kernels;

/**
 * The hot loops over images, on Java arrays. A pixel has {@code n} channels, which are a multiple
 * of {@link #CHANNELS}, but for {@link #copy} and {@link #add}. The pixels of several images of a
 * call belong together one by one. Has scratch memory, so each thread has its own.
 */
public interface ImageLoops {

  /** The number of channels that a vector divides on every machine. */
  int CHANNELS = 16;

  /**
   * Each pixel of out becomes a bias and the product of a patch of in and a kernel, a matrix with a
   * row of {@code n} columns for each float of the patch.
   *
   * @param patch where its floats are, from the place of the pixel in in
   */
  void convolve(
      Pixels in, int[] patch, float[] kernel, int ko, float[] bias, int bo, int n, Pixels out);

  /** Adds the gradient of the kernel, from that of the pixels. */
  void kernelGradient(Pixels in, int[] patch, Pixels g, int n, float[] dk, int dko);

  /** {@code sums[so..] +=} the pixels. */
  void sum(Pixels x, int n, float[] sums, int so);

  /** {@code sums[so..] +=} the products of the pixels, channel by channel. */
  void sumProducts(Pixels x, Pixels y, int n, float[] sums, int so);

  /**
   * The largest of four pixels, but not less than 0.
   *
   * @param in the first of each four; the others are {@code pixel} and {@code row} floats away
   */
  void maxPool(Pixels in, int pixel, int row, int n, Pixels out);

  /**
   * Gives the gradient to the pixel that was the largest, the first of them if several were, and 0
   * to the others.
   *
   * @param dIn the first of each four
   */
  void maxPoolBackward(
      Pixels in, int pixel, int row, int n, Pixels g, Pixels dIn, int dPixel, int dRow);

  /** {@code out = max(0, x * scale + shift)}, with a scale and a shift for each channel. */
  void scale(Pixels x, float[] scale, float[] shift, int n, Pixels out);

  /** {@code g = 0} where {@code out} is not above 0. */
  void clip(Pixels out, int n, Pixels g);

  /** {@code dx (+)= a * g + b * x + c}, with an a, b and c for each channel. */
  void scaleBackward(
      Pixels g, Pixels x, float[] a, float[] b, float[] c, int n, Pixels dx, boolean add);

  /** {@code out = x}. */
  default void copy(Pixels x, int n, Pixels out) {
    for (int p = 0; p < x.count(); p++) {
      System.arraycopy(x.data, x.place(p), out.data, out.place(p), n);
    }
  }

  /** {@code out += x}. */
  default void add(Pixels x, int n, Pixels out) {
    for (int p = 0; p < x.count(); p++) {
      int from = x.place(p);
      int to = out.place(p);
      for (int i = 0; i < n; i++) {
        out.data[to + i] += x.data[from + i];
      }
    }
  }

  /** {@code out (rows) = w x + bias}, for a w of {@code rows} rows of n columns. */
  void product(float[] x, int xo, int n, float[] w, int wo, int bo, int rows, float[] out, int oo);

  /**
   * {@code dw += g x^T; dx = w^T g}.
   *
   * @param dx null if it is not wanted; as long as x, and at the same place
   */
  void productBackward(
      float[] g,
      int go,
      int rows,
      float[] x,
      int xo,
      int n,
      float[] w,
      int wo,
      float[] dw,
      float[] dx);
}
