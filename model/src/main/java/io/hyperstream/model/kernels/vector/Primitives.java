package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.ImageLoops;

/**
 * The hot loops over float arrays. A parameter named {@code xo} is the offset of the first element
 * of array {@code x}; {@code n} is the number of elements. Outputs may be the inputs, element by
 * element.
 */
interface Primitives {

  /** New products. */
  Products products();

  /** New loops over images. */
  ImageLoops imageLoops();

  /** out = x + y + bias. */
  void add(float[] x, int xo, float[] y, int yo, float[] bias, int bo, float[] out, int oo, int n);

  /** out += x. */
  void accumulate(float[] x, int xo, float[] out, int oo, int n);

  /** out = dh * r + dx * x + db + bias, where dh, dx and db lie {@code kind} floats apart in d. */
  void scale(
      float[] r,
      int ro,
      float[] x,
      int xo,
      float[] d,
      int d0,
      int kind,
      float[] bias,
      int bo,
      float[] out,
      int oo,
      int n);

  float sum(float[] x, int xo, int n);

  /** Sum of (x - mean)^2. */
  float squares(float[] x, int xo, float mean, int n);

  /**
   * out = factor * sigmoid(factor * x) - (factor - 1) for x = (a - mean) * inverse * gain + shift +
   * constant: the sigmoid for a factor of 1, tanh for 2.
   */
  void activate(
      float[] a,
      int ao,
      float mean,
      float inverse,
      float[] gain,
      int go,
      float[] shift,
      int so,
      float constant,
      float factor,
      float[] out,
      int oo,
      int n);

  /** c = f * previous + i * g, with the activated gates i, g, f at n floats from each other. */
  void cell(float[] gates, int io, float[] previous, int po, float[] c, int co, int n);

  /** out = x * y. */
  void product(float[] x, int xo, float[] y, int yo, float[] out, int oo, int n);

  /** out += x * y. */
  void addProduct(float[] x, int xo, float[] y, int yo, float[] out, int oo, int n);

  /** da = dc * i * (mask - keep * g^2), where g is a candidate after dropout: mask * tanh. */
  void candidateBackward(
      float[] dc,
      int dco,
      float[] i,
      int io,
      float[] g,
      int go,
      float[] mask,
      int mo,
      float keep,
      float[] da,
      int ao,
      int n);

  /** da = dh * k * o * (1 - o); dk = dh * o * (1 - k^2). */
  void outputBackward(
      float[] dh,
      int ho,
      float[] o,
      int oo,
      float[] k,
      int ko,
      float[] da,
      int ao,
      float[] dk,
      int dko,
      int n);

  /**
   * Gradients of the gates i, g, f (activated, n apart; so da) from dc, and the previous cell's:
   * previousDc = dc * f.
   */
  void cellBackward(
      float[] dc,
      int dco,
      float[] previous,
      int po,
      float[] gates,
      int io,
      float[] da,
      int ao,
      float[] previousDc,
      int pdo,
      int n);

  /**
   * a = (a - mean) * inverse, the normalised vector; dGain += dy * a; dShift += dy; dy *= gain;
   * sums[0] = sum of dy, sums[1] = sum of dy * a, both of the new dy.
   */
  void gainBackward(
      float[] dy,
      int yo,
      float[] a,
      int ao,
      float mean,
      float inverse,
      float[] gain,
      int go,
      float[] dGain,
      int dgo,
      float[] dShift,
      int dso,
      float[] sums,
      int n);

  /** dy = (dy - mean - normal * projection) * inverse. */
  void normBackward(
      float[] dy,
      int yo,
      float[] normal,
      int no,
      float mean,
      float projection,
      float inverse,
      int n);

  /**
   * Backward of {@link #scale}: dr = e * dh, dx = e * dx; and into dd, kind apart: e * r, e * x, e.
   */
  void scaleBackward(
      float[] e,
      int eo,
      float[] r,
      int ro,
      float[] x,
      int xo,
      float[] d,
      int d0,
      int kind,
      float[] dr,
      int dro,
      float[] dx,
      int dxo,
      float[] dd,
      int ddo,
      int n);

  float max(float[] x, int xo, int n);

  /**
   * x = exp(x - max); the sum of the results.
   *
   * @param moments at {@code first} filled with the sum of {@code (x - max) exp(x - max)}, and at
   *     {@code second} with that of {@code (x - max)^2 exp(x - max)}
   */
  float expSum(float[] x, int xo, float max, int n, float[] moments, int first, int second);

  /** x *= factor. */
  void times(float[] x, int xo, float factor, int n);

  /** See {@link AdamUpdate}; m is null when beta1 is 0. */
  void adam(
      AdamUpdate update,
      float correction1,
      float correction2,
      float[] w,
      int wo,
      float[] g,
      int go,
      float[] m,
      int mo,
      float[] v,
      int vo,
      int n);
}
