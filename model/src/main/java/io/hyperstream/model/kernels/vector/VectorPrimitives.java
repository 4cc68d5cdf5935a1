package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.VectorMath.SPECIES;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.ImageLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The loops with the Vector API; what does not fill a vector is left to the plain ones. */
final class VectorPrimitives implements Primitives {

  private static final int LANES = SPECIES.length();

  private final PlainPrimitives plain = new PlainPrimitives();

  @Override
  public Products products() {
    return new VectorProducts();
  }

  @Override
  public ImageLoops imageLoops() {
    return new VectorImageLoops();
  }

  @Override
  public void add(
      float[] x, int xo, float[] y, int yo, float[] bias, int bo, float[] out, int oo, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .add(FloatVector.fromArray(SPECIES, y, yo + i))
          .add(FloatVector.fromArray(SPECIES, bias, bo + i))
          .intoArray(out, oo + i);
    }
    plain.add(x, xo + end, y, yo + end, bias, bo + end, out, oo + end, n - end);
  }

  @Override
  public void accumulate(float[] x, int xo, float[] out, int oo, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, out, oo + i)
          .add(FloatVector.fromArray(SPECIES, x, xo + i))
          .intoArray(out, oo + i);
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
      FloatVector a =
          FloatVector.fromArray(SPECIES, d, d0 + 2 * kind + i)
              .add(FloatVector.fromArray(SPECIES, bias, bo + i));
      a =
          FloatVector.fromArray(SPECIES, d, d0 + i)
              .fma(FloatVector.fromArray(SPECIES, r, ro + i), a);
      FloatVector.fromArray(SPECIES, d, d0 + kind + i)
          .fma(FloatVector.fromArray(SPECIES, x, xo + i), a)
          .intoArray(out, oo + i);
    }
    plain.scale(
        r, ro + end, x, xo + end, d, d0 + end, kind, bias, bo + end, out, oo + end, n - end);
  }

  @Override
  public float sum(float[] x, int xo, int n) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      sum = sum.add(FloatVector.fromArray(SPECIES, x, xo + i));
    }
    return sum.reduceLanes(VectorOperators.ADD) + plain.sum(x, xo + end, n - end);
  }

  @Override
  public float squares(float[] x, int xo, float mean, int n) {
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector other = sum;
    int end = n / (2 * LANES) * (2 * LANES);
    for (int i = 0; i < end; i += 2 * LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, x, xo + i).sub(mean);
      FloatVector b = FloatVector.fromArray(SPECIES, x, xo + i + LANES).sub(mean);
      sum = a.fma(a, sum);
      other = b.fma(b, other);
    }
    return sum.add(other).reduceLanes(VectorOperators.ADD)
        + plain.squares(x, xo + end, mean, n - end);
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
    // e^(-factor x) as a power of 2 (see VectorMath.exp); a sigmoid needs no more accuracy. Written
    // out here because that makes this method too long to be inlined: a method that inlined it
    // could exceed the compiler's limits, and its vectors would be allocated on the heap.
    float exponent = -factor * VectorMath.LOG2_E;
    FloatVector c5 = FloatVector.broadcast(SPECIES, 1.3333558e-3f);
    FloatVector c4 = FloatVector.broadcast(SPECIES, 9.6181291e-3f);
    FloatVector c3 = FloatVector.broadcast(SPECIES, 5.5504109e-2f);
    FloatVector c2 = FloatVector.broadcast(SPECIES, 2.4022651e-1f);
    FloatVector c1 = FloatVector.broadcast(SPECIES, 6.9314718e-1f);
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector factors = FloatVector.broadcast(SPECIES, factor);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector y =
          FloatVector.fromArray(SPECIES, a, ao + i)
              .sub(mean)
              .mul(inverse)
              .fma(
                  FloatVector.fromArray(SPECIES, gain, go + i),
                  FloatVector.fromArray(SPECIES, shift, so + i))
              .add(constant)
              .mul(exponent)
              .max(-125f)
              .min(125f);
      FloatVector rounded = y.add(VectorMath.ROUND);
      FloatVector r = y.sub(rounded.sub(VectorMath.ROUND));
      FloatVector p = r.mul(1.5403530e-4f).add(c5);
      p = p.fma(r, c4);
      p = p.fma(r, c3);
      p = p.fma(r, c2);
      p = p.fma(r, c1);
      p = p.fma(r, one);
      FloatVector power =
          p.reinterpretAsInts()
              .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
              .reinterpretAsFloats();
      factors.div(power.add(1f)).sub(factor - 1).intoArray(out, oo + i);
    }
    plain.activate(
        a, ao + end, mean, inverse, gain, go + end, shift, so + end, constant, factor, out,
        oo + end, n - end);
  }

  @Override
  public void cell(float[] gates, int io, float[] previous, int po, float[] c, int co, int n) {
    int end = SPECIES.loopBound(n);
    for (int j = 0; j < end; j += LANES) {
      FloatVector added =
          FloatVector.fromArray(SPECIES, gates, io + j)
              .mul(FloatVector.fromArray(SPECIES, gates, io + n + j));
      FloatVector.fromArray(SPECIES, gates, io + 2 * n + j)
          .fma(FloatVector.fromArray(SPECIES, previous, po + j), added)
          .intoArray(c, co + j);
    }
    plain.cell(gates, io, n, previous, po, c, co, end, n);
  }

  @Override
  public void product(float[] x, int xo, float[] y, int yo, float[] out, int oo, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .mul(FloatVector.fromArray(SPECIES, y, yo + i))
          .intoArray(out, oo + i);
    }
    plain.product(x, xo + end, y, yo + end, out, oo + end, n - end);
  }

  @Override
  public void addProduct(float[] x, int xo, float[] y, int yo, float[] out, int oo, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .mul(FloatVector.fromArray(SPECIES, y, yo + i))
          .add(FloatVector.fromArray(SPECIES, out, oo + i))
          .intoArray(out, oo + i);
    }
    plain.addProduct(x, xo + end, y, yo + end, out, oo + end, n - end);
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
    int end = SPECIES.loopBound(n);
    for (int j = 0; j < end; j += LANES) {
      FloatVector value = FloatVector.fromArray(SPECIES, g, go + j);
      FloatVector.fromArray(SPECIES, dc, dco + j)
          .mul(FloatVector.fromArray(SPECIES, i, io + j))
          .mul(FloatVector.fromArray(SPECIES, mask, mo + j).sub(value.mul(value).mul(keep)))
          .intoArray(da, ao + j);
    }
    plain.candidateBackward(
        dc, dco + end, i, io + end, g, go + end, mask, mo + end, keep, da, ao + end, n - end);
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
      FloatVector gate = FloatVector.fromArray(SPECIES, o, oo + i);
      FloatVector value = FloatVector.fromArray(SPECIES, k, ko + i);
      FloatVector gradient = FloatVector.fromArray(SPECIES, dh, ho + i).mul(gate);
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
      FloatVector gradient = FloatVector.fromArray(SPECIES, dc, dco + j);
      FloatVector i = FloatVector.fromArray(SPECIES, gates, io + j);
      FloatVector g = FloatVector.fromArray(SPECIES, gates, io + n + j);
      FloatVector f = FloatVector.fromArray(SPECIES, gates, io + 2 * n + j);
      FloatVector kept = gradient.mul(f);
      FloatVector added = gradient.mul(i);
      added.mul(g).mul(one.sub(i)).intoArray(da, ao + j);
      added.mul(one.sub(g.mul(g))).intoArray(da, ao + n + j);
      kept.mul(FloatVector.fromArray(SPECIES, previous, po + j))
          .mul(one.sub(f))
          .intoArray(da, ao + 2 * n + j);
      kept.intoArray(previousDc, pdo + j);
    }
    plain.cellBackward(dc, dco, previous, po, gates, io, da, ao, n, previousDc, pdo, end, n);
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
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector projection = sum;
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, dy, yo + i);
      FloatVector value = FloatVector.fromArray(SPECIES, a, ao + i).sub(mean).mul(inverse);
      value.intoArray(a, ao + i);
      gradient.fma(value, FloatVector.fromArray(SPECIES, dGain, dgo + i)).intoArray(dGain, dgo + i);
      FloatVector.fromArray(SPECIES, dShift, dso + i).add(gradient).intoArray(dShift, dso + i);
      gradient = gradient.mul(FloatVector.fromArray(SPECIES, gain, go + i));
      gradient.intoArray(dy, yo + i);
      sum = sum.add(gradient);
      projection = gradient.fma(value, projection);
    }
    plain.gainBackward(
        dy, yo + end, a, ao + end, mean, inverse, gain, go + end, dGain, dgo + end, dShift,
        dso + end, sums, n - end);
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
      FloatVector.fromArray(SPECIES, normal, no + i)
          .fma(back, FloatVector.fromArray(SPECIES, dy, yo + i).sub(mean))
          .mul(inverse)
          .intoArray(dy, yo + i);
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
      int ddo,
      int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, e, eo + i);
      FloatVector product = FloatVector.fromArray(SPECIES, r, ro + i);
      FloatVector scale = FloatVector.fromArray(SPECIES, d, d0 + i);
      gradient.mul(product).intoArray(dd, ddo + i);
      gradient.mul(scale).intoArray(dr, dro + i);
      product = FloatVector.fromArray(SPECIES, x, xo + i);
      scale = FloatVector.fromArray(SPECIES, d, d0 + kind + i);
      gradient.mul(product).intoArray(dd, ddo + kind + i);
      gradient.mul(scale).intoArray(dx, dxo + i);
      gradient.intoArray(dd, ddo + 2 * kind + i);
    }
    plain.scaleBackward(
        e, eo + end, r, ro + end, x, xo + end, d, d0 + end, kind, dr, dro + end, dx, dxo + end, dd,
        ddo + end, n - end);
  }

  @Override
  public float max(float[] x, int xo, int n) {
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      max = max.max(FloatVector.fromArray(SPECIES, x, xo + i));
    }
    return Math.max(max.reduceLanes(VectorOperators.MAX), plain.max(x, xo + end, n - end));
  }

  @Override
  public float expSum(float[] x, int xo, float max, int n, float[] moments, int first, int second) {
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector firstSum = FloatVector.zero(SPECIES);
    FloatVector secondSum = FloatVector.zero(SPECIES);
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector logit = FloatVector.fromArray(SPECIES, x, xo + i).sub(max);
      FloatVector value = VectorMath.exp(logit);
      value.intoArray(x, xo + i);
      sum = sum.add(value);
      FloatVector weighted = logit.mul(value);
      firstSum = firstSum.add(weighted);
      secondSum = weighted.fma(logit, secondSum);
    }
    float rest = plain.expSum(x, xo + end, max, n - end, moments, first, second);
    moments[first] += firstSum.reduceLanes(VectorOperators.ADD);
    moments[second] += secondSum.reduceLanes(VectorOperators.ADD);
    return sum.reduceLanes(VectorOperators.ADD) + rest;
  }

  @Override
  public void times(float[] x, int xo, float factor, int n) {
    int end = SPECIES.loopBound(n);
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xo + i).mul(factor).intoArray(x, xo + i);
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
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, go + i).mul(update.gradientScale());
      FloatVector square =
          beta2.fma(FloatVector.fromArray(SPECIES, v, vo + i), gradient.mul(gradient).mul(fresh2));
      square.intoArray(v, vo + i);
      FloatVector move =
          gradient
              .mul(update.rate())
              .div(square.mul(correction2).lanewise(VectorOperators.SQRT).add(update.epsilon()))
              .max(-update.maxMove())
              .min(update.maxMove());
      FloatVector.fromArray(SPECIES, w, wo + i).sub(move).intoArray(w, wo + i);
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
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, go + i).mul(update.gradientScale());
      FloatVector square =
          beta2.fma(FloatVector.fromArray(SPECIES, v, vo + i), gradient.mul(gradient).mul(fresh2));
      square.intoArray(v, vo + i);
      FloatVector mean = beta1.fma(FloatVector.fromArray(SPECIES, m, mo + i), gradient.mul(fresh1));
      mean.intoArray(m, mo + i);
      FloatVector move =
          mean.mul(update.rate() * correction1)
              .div(square.mul(correction2).lanewise(VectorOperators.SQRT).add(update.epsilon()))
              .max(-update.maxMove())
              .min(update.maxMove());
      FloatVector.fromArray(SPECIES, w, wo + i).sub(move).intoArray(w, wo + i);
    }
  }
}
