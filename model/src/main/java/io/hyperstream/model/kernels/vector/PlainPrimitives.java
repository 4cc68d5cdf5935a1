package io.hyperstream.model.kernels.vector;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.ImageLoops;

/**
 * The loops in plain Java: what the vectorised ones are checked against, what finishes their
 * remainders, and what runs where the Vector API is not switched on.
 */
final class PlainPrimitives implements Primitives {

  @Override
  public Products products() {
    return new PlainProducts();
  }

  @Override
  public ImageLoops imageLoops() {
    return new PlainImageLoops();
  }

  @Override
  public void add(
      float[] x, int xo, float[] y, int yo, float[] bias, int bo, float[] out, int oo, int n) {
    for (int i = 0; i < n; i++) {
      out[oo + i] = x[xo + i] + y[yo + i] + bias[bo + i];
    }
  }

  @Override
  public void accumulate(float[] x, int xo, float[] out, int oo, int n) {
    for (int i = 0; i < n; i++) {
      out[oo + i] += x[xo + i];
    }
  }

  @Override
  public void scale(
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
      int n) {
    for (int i = 0; i < n; i++) {
      out[oo + i] =
          d[d0 + i] * r[ro + i]
              + d[d0 + kind + i] * x[xo + i]
              + d[d0 + 2 * kind + i]
              + bias[bo + i];
    }
  }

  @Override
  public float sum(float[] x, int xo, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[xo + i];
    }
    return sum;
  }

  @Override
  public float squares(float[] x, int xo, float mean, int n) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      float difference = x[xo + i] - mean;
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void activate(
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
      int n) {
    for (int i = 0; i < n; i++) {
      double x = (a[ao + i] - mean) * inverse * gain[go + i] + shift[so + i] + constant;
      out[oo + i] = (float) (factor / (1 + Math.exp(-factor * x)) - (factor - 1));
    }
  }

  @Override
  public void cell(float[] gates, int io, float[] previous, int po, float[] c, int co, int n) {
    cell(gates, io, n, previous, po, c, co, 0, n);
  }

  /** The elements {@code from} to {@code to - 1} of gates that are {@code n} apart. */
  void cell(
      float[] gates, int io, int n, float[] previous, int po, float[] c, int co, int from, int to) {
    for (int i = from; i < to; i++) {
      c[co + i] = gates[io + 2 * n + i] * previous[po + i] + gates[io + i] * gates[io + n + i];
    }
  }

  @Override
  public void product(float[] x, int xo, float[] y, int yo, float[] out, int oo, int n) {
    for (int i = 0; i < n; i++) {
      out[oo + i] = x[xo + i] * y[yo + i];
    }
  }

  @Override
  public void addProduct(float[] x, int xo, float[] y, int yo, float[] out, int oo, int n) {
    for (int i = 0; i < n; i++) {
      out[oo + i] += x[xo + i] * y[yo + i];
    }
  }

  @Override
  public void candidateBackward(
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
      int n) {
    for (int j = 0; j < n; j++) {
      float value = g[go + j];
      da[ao + j] = dc[dco + j] * i[io + j] * (mask[mo + j] - keep * value * value);
    }
  }

  @Override
  public void outputBackward(
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
      int n) {
    for (int i = 0; i < n; i++) {
      float gate = o[oo + i];
      float value = k[ko + i];
      float gradient = dh[ho + i] * gate;
      da[ao + i] = gradient * value * (1 - gate);
      dk[dko + i] = gradient * (1 - value * value);
    }
  }

  @Override
  public void cellBackward(
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
      int n) {
    cellBackward(dc, dco, previous, po, gates, io, da, ao, n, previousDc, pdo, 0, n);
  }

  /** The elements {@code from} to {@code to - 1} of gates that are {@code n} apart. */
  void cellBackward(
      float[] dc,
      int dco,
      float[] previous,
      int po,
      float[] gates,
      int io,
      float[] da,
      int ao,
      int n,
      float[] previousDc,
      int pdo,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float gradient = dc[dco + j];
      float i = gates[io + j];
      float g = gates[io + n + j];
      float f = gates[io + 2 * n + j];
      da[ao + j] = gradient * g * i * (1 - i);
      da[ao + n + j] = gradient * i * (1 - g * g);
      da[ao + 2 * n + j] = gradient * previous[po + j] * f * (1 - f);
      previousDc[pdo + j] = gradient * f;
    }
  }

  @Override
  public void gainBackward(
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
      int n) {
    float sum = 0;
    float projection = 0;
    for (int i = 0; i < n; i++) {
      float gradient = dy[yo + i];
      float value = (a[ao + i] - mean) * inverse;
      a[ao + i] = value;
      dGain[dgo + i] += gradient * value;
      dShift[dso + i] += gradient;
      gradient *= gain[go + i];
      dy[yo + i] = gradient;
      sum += gradient;
      projection += gradient * value;
    }
    sums[0] = sum;
    sums[1] = projection;
  }

  @Override
  public void normBackward(
      float[] dy,
      int yo,
      float[] normal,
      int no,
      float mean,
      float projection,
      float inverse,
      int n) {
    for (int i = 0; i < n; i++) {
      dy[yo + i] = (dy[yo + i] - mean - normal[no + i] * projection) * inverse;
    }
  }

  @Override
  public void scaleBackward(
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
      int n) {
    for (int i = 0; i < n; i++) {
      float gradient = e[eo + i];
      dd[ddo + i] = gradient * r[ro + i];
      dd[ddo + kind + i] = gradient * x[xo + i];
      dr[dro + i] = gradient * d[d0 + i];
      dx[dxo + i] = gradient * d[d0 + kind + i];
      dd[ddo + 2 * kind + i] = gradient;
    }
  }

  @Override
  public float max(float[] x, int xo, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[xo + i]);
    }
    return max;
  }

  @Override
  public float expSum(float[] x, int xo, float max, int n, float[] moments, int first, int second) {
    float sum = 0;
    float firstSum = 0;
    float secondSum = 0;
    for (int i = 0; i < n; i++) {
      float logit = x[xo + i] - max;
      float value = (float) Math.exp(logit);
      x[xo + i] = value;
      sum += value;
      firstSum += logit * value;
      secondSum += logit * logit * value;
    }
    moments[first] = firstSum;
    moments[second] = secondSum;
    return sum;
  }

  @Override
  public void times(float[] x, int xo, float factor, int n) {
    for (int i = 0; i < n; i++) {
      x[xo + i] *= factor;
    }
  }

  @Override
  public void adam(
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
      int n) {
    for (int i = 0; i < n; i++) {
      float gradient = g[go + i] * update.gradientScale();
      float square = update.beta2() * v[vo + i] + (1 - update.beta2()) * gradient * gradient;
      v[vo + i] = square;
      float mean = gradient;
      if (m != null) {
        mean = update.beta1() * m[mo + i] + (1 - update.beta1()) * gradient;
        m[mo + i] = mean;
      }
      float move =
          update.rate()
              * correction1
              * mean
              / ((float) Math.sqrt(square * correction2) + update.epsilon());
      w[wo + i] -= Math.max(-update.maxMove(), Math.min(update.maxMove(), move));
    }
  }
}
