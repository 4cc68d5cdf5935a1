package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.VectorMath.SPECIES;

import io.hyperstream.model.kernels.AdamUpdate;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The loops with the Vector API; what does not fill a vector is left to the plain ones. */
final class VectorPrimitives implements Primitives {

  private static final int LANES = SPECIES.length();

  private final PlainPrimitives plain = new PlainPrimitives();
  private final Gemm gemm = new Gemm();

  @Override
  public void multiply(
      float[] a,
      int ao,
      int aStride,
      HeapMatrix w,
      float[] c,
      int co,
      int cStride,
      int rows,
      boolean add,
      long version) {
    if (Gemm.paysToPack(rows, w)) {
      float[] panels = w.packing.forward(w, Gemm.WIDTH, version);
      gemm.packed(a, ao, aStride, rows, w.rows(), panels, c, co, cStride, w.columns(), add);
    } else {
      for (int r = 0; r < rows; r++) {
        Gemm.rowTimesMatrix(a, ao + r * aStride, w, c, co + r * cStride, add);
      }
    }
  }

  @Override
  public void multiplyTransposed(
      float[] a,
      int ao,
      int aStride,
      HeapMatrix w,
      float[] c,
      int co,
      int cStride,
      int rows,
      boolean add,
      long version) {
    if (Gemm.paysToPack(rows, w)) {
      float[] panels = w.packing.transposed(w, Gemm.WIDTH, version);
      gemm.packed(a, ao, aStride, rows, w.columns(), panels, c, co, cStride, w.rows(), add);
    } else {
      for (int r = 0; r < rows; r++) {
        Gemm.rowTimesTransposed(a, ao + r * aStride, w, c, co + r * cStride, add);
      }
    }
  }

  @Override
  public void multiplyRows(
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
    if (rows < Gemm.SMALL || m < Gemm.SMALL) {
      Gemm.outerProducts(a, ao, aStride, m, b, bo, bStride, n, rows, c, co, cStride, add);
      return;
    }
    gemm.transposedByPlain(a, ao, aStride, m, b, bo, bStride, n, rows, c, co, cStride, add);
  }

  @Override
  public void add(
      float[] x, int xo, float[] y, int yo, float[] bias, int bo, float[] out, int oo, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      load(x, xo + i).add(load(y, yo + i)).add(load(bias, bo + i)).intoArray(out, oo + i);
    }
    plain.add(x, xo + end, y, yo + end, bias, bo + end, out, oo + end, n - end);
  }

  @Override
  public void accumulate(float[] x, int xo, float[] out, int oo, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      load(out, oo + i).add(load(x, xo + i)).intoArray(out, oo + i);
    }
    plain.accumulate(x, xo + end, out, oo + end, n - end);
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
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector a = load(d, d0 + 2 * kind + i).add(load(bias, bo + i));
      a = load(d, d0 + i).fma(load(r, ro + i), a);
      load(d, d0 + kind + i).fma(load(x, xo + i), a).intoArray(out, oo + i);
    }
    plain.scale(
        r, ro + end, x, xo + end, d, d0 + end, kind, bias, bo + end, out, oo + end, n - end);
  }

  @Override
  public float sum(float[] x, int xo, int n) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      sum = sum.add(load(x, xo + i));
    }
    return sum.reduceLanes(VectorOperators.ADD) + plain.sum(x, xo + end, n - end);
  }

  @Override
  public float squares(float[] x, int xo, float mean, int n) {
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector other = sum;
    int end = n / (2 * LANES) * (2 * LANES);
    for (int i = 0; i < end; i += 2 * LANES) {
      FloatVector a = load(x, xo + i).sub(mean);
      FloatVector b = load(x, xo + i + LANES).sub(mean);
      sum = a.fma(a, sum);
      other = b.fma(b, other);
    }
    return sum.add(other).reduceLanes(VectorOperators.ADD)
        + plain.squares(x, xo + end, mean, n - end);
  }

  @Override
  public void sigmoid(
      float[] a,
      int ao,
      float mean,
      float inverse,
      float[] gain,
      int go,
      float[] shift,
      int so,
      float constant,
      float[] normal,
      int no,
      float[] out,
      int oo,
      int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector value = load(a, ao + i).sub(mean).mul(inverse);
      value.intoArray(normal, no + i);
      FloatVector x = value.fma(load(gain, go + i), load(shift, so + i)).add(constant);
      VectorMath.sigmoid(x).intoArray(out, oo + i);
    }
    plain.sigmoid(
        a, ao + end, mean, inverse, gain, go + end, shift, so + end, constant, normal, no + end,
        out, oo + end, n - end);
  }

  @Override
  public void tanh(
      float[] a,
      int ao,
      float mean,
      float inverse,
      float[] gain,
      int go,
      float[] shift,
      int so,
      float[] normal,
      int no,
      float[] out,
      int oo,
      int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector value = load(a, ao + i).sub(mean).mul(inverse);
      value.intoArray(normal, no + i);
      FloatVector x = value.fma(load(gain, go + i), load(shift, so + i));
      VectorMath.tanh(x).intoArray(out, oo + i);
    }
    plain.tanh(
        a, ao + end, mean, inverse, gain, go + end, shift, so + end, normal, no + end, out,
        oo + end, n - end);
  }

  @Override
  public void cell(float[] gates, int io, float[] previous, int po, float[] c, int co, int n) {
    int end = SPECIES.loopBound(n);
    for (int j = 0; j < end; j += LANES) {
      FloatVector added = load(gates, io + j).mul(load(gates, io + n + j));
      load(gates, io + 2 * n + j).fma(load(previous, po + j), added).intoArray(c, co + j);
    }
    plain.cell(gates, io, n, previous, po, c, co, end, n);
  }

  @Override
  public void product(float[] x, int xo, float[] y, int yo, float[] out, int oo, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      load(x, xo + i).mul(load(y, yo + i)).intoArray(out, oo + i);
    }
    plain.product(x, xo + end, y, yo + end, out, oo + end, n - end);
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
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector gate = load(o, oo + i);
      FloatVector value = load(k, ko + i);
      FloatVector gradient = load(dh, ho + i).mul(gate);
      gradient.mul(value).mul(one.sub(gate)).intoArray(da, ao + i);
      gradient.mul(one.sub(value.mul(value))).intoArray(dk, dko + i);
    }
    plain.outputBackward(
        dh, ho + end, o, oo + end, k, ko + end, da, ao + end, dk, dko + end, n - end);
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
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    int end = SPECIES.loopBound(n);
    for (int j = 0; j < end; j += LANES) {
      FloatVector gradient = load(dc, dco + j);
      FloatVector i = load(gates, io + j);
      FloatVector g = load(gates, io + n + j);
      FloatVector f = load(gates, io + 2 * n + j);
      FloatVector kept = gradient.mul(f);
      FloatVector added = gradient.mul(i);
      added.mul(g).mul(one.sub(i)).intoArray(da, ao + j);
      added.mul(one.sub(g.mul(g))).intoArray(da, ao + n + j);
      kept.mul(load(previous, po + j)).mul(one.sub(f)).intoArray(da, ao + 2 * n + j);
      kept.intoArray(previousDc, pdo + j);
    }
    plain.cellBackward(dc, dco, previous, po, gates, io, da, ao, n, previousDc, pdo, end, n);
  }

  @Override
  public void gainBackward(
      float[] dy,
      int yo,
      float[] normal,
      int no,
      float[] gain,
      int go,
      float[] dGain,
      float[] dShift,
      int so,
      float[] sums,
      int n) {
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector projection = sum;
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector gradient = load(dy, yo + i);
      FloatVector value = load(normal, no + i);
      gradient.fma(value, load(dGain, go + i)).intoArray(dGain, go + i);
      load(dShift, so + i).add(gradient).intoArray(dShift, so + i);
      gradient = gradient.mul(load(gain, go + i));
      gradient.intoArray(dy, yo + i);
      sum = sum.add(gradient);
      projection = gradient.fma(value, projection);
    }
    plain.gainBackward(
        dy, yo + end, normal, no + end, gain, go + end, dGain, dShift, so + end, sums, n - end);
    sums[0] += sum.reduceLanes(VectorOperators.ADD);
    sums[1] += projection.reduceLanes(VectorOperators.ADD);
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
    FloatVector back = FloatVector.broadcast(SPECIES, -projection);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      load(normal, no + i).fma(back, load(dy, yo + i).sub(mean)).mul(inverse).intoArray(dy, yo + i);
    }
    plain.normBackward(dy, yo + end, normal, no + end, mean, projection, inverse, n - end);
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
      int n) {
    // One loop for each product: one for all of them would put vectors on the heap.
    product(e, eo, r, ro, dd, d0, n);
    product(e, eo, x, xo, dd, d0 + kind, n);
    System.arraycopy(e, eo, dd, d0 + 2 * kind, n);
    product(e, eo, d, d0, dr, dro, n);
    product(e, eo, d, d0 + kind, dx, dxo, n);
  }

  @Override
  public float max(float[] x, int xo, int n) {
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      max = max.max(load(x, xo + i));
    }
    return Math.max(max.reduceLanes(VectorOperators.MAX), plain.max(x, xo + end, n - end));
  }

  @Override
  public float expSum(float[] x, int xo, float max, int n) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector value = VectorMath.exp(load(x, xo + i).sub(max));
      value.intoArray(x, xo + i);
      sum = sum.add(value);
    }
    return sum.reduceLanes(VectorOperators.ADD) + plain.expSum(x, xo + end, max, n - end);
  }

  @Override
  public void times(float[] x, int xo, float factor, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      load(x, xo + i).mul(factor).intoArray(x, xo + i);
    }
    plain.times(x, xo + end, factor, n - end);
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
    int end = SPECIES.loopBound(n);
    if (m == null) {
      adamWithoutMean(update, correction2, w, wo, g, go, v, vo, end);
    } else {
      adamWithMean(update, correction1, correction2, w, wo, g, go, m, mo, v, vo, end);
    }
    plain.adam(
        update,
        correction1,
        correction2,
        w,
        wo + end,
        g,
        go + end,
        m,
        mo + end,
        v,
        vo + end,
        n - end);
  }

  private static void adamWithoutMean(
      AdamUpdate update,
      float correction2,
      float[] w,
      int wo,
      float[] g,
      int go,
      float[] v,
      int vo,
      int end) {
    FloatVector beta2 = FloatVector.broadcast(SPECIES, update.beta2());
    float fresh2 = 1 - update.beta2();
    for (int i = 0; i < end; i += LANES) {
      FloatVector gradient = load(g, go + i).mul(update.gradientScale());
      FloatVector square = beta2.fma(load(v, vo + i), gradient.mul(gradient).mul(fresh2));
      square.intoArray(v, vo + i);
      move(update, gradient.mul(update.rate()), square.mul(correction2), w, wo + i);
    }
  }

  private static void adamWithMean(
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
      int end) {
    FloatVector beta1 = FloatVector.broadcast(SPECIES, update.beta1());
    FloatVector beta2 = FloatVector.broadcast(SPECIES, update.beta2());
    float fresh1 = 1 - update.beta1();
    float fresh2 = 1 - update.beta2();
    for (int i = 0; i < end; i += LANES) {
      FloatVector gradient = load(g, go + i).mul(update.gradientScale());
      FloatVector square = beta2.fma(load(v, vo + i), gradient.mul(gradient).mul(fresh2));
      square.intoArray(v, vo + i);
      FloatVector mean = beta1.fma(load(m, mo + i), gradient.mul(fresh1));
      mean.intoArray(m, mo + i);
      move(update, mean.mul(update.rate() * correction1), square.mul(correction2), w, wo + i);
    }
  }

  private static void move(
      AdamUpdate update, FloatVector step, FloatVector square, float[] w, int wo) {
    FloatVector move = step.div(square.lanewise(VectorOperators.SQRT).add(update.epsilon()));
    load(w, wo).sub(move.max(-update.maxMove()).min(update.maxMove())).intoArray(w, wo);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
