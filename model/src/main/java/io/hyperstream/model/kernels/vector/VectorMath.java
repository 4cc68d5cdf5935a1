package io.hyperstream.model.kernels.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential function, a vector at a time. It calls nothing but the Vector API, whose methods
 * the compiler always inlines: a call that it does not inline puts vectors on the heap.
 */
final class VectorMath {

  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts, the first with few bits, so that n * LN2_HIGH is exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 * 2^23: adding it rounds to an integer, which then stands in the lowest bits. */
  static final float ROUND = 12582912f;

  private VectorMath() {}

  /**
   * e^x with a relative error below 3e-7; x is taken into [-87, 88], where the result is an
   * ordinary number.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector limited = x.max(-87f).min(88f);
    FloatVector rounded =
        limited.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
    FloatVector n = rounded.sub(ROUND);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), limited);
    r = n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
    // Taylor's series of e^r up to r^6 / 720; |r| is at most ln 2 / 2.
    FloatVector p = FloatVector.broadcast(SPECIES, 1f / 720);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 120));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 24));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 6));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 2));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f));
    IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }
}
