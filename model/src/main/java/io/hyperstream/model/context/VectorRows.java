package io.hyperstream.model.context;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops with the Vector API, for vectors of up to {@link Rows#LANES} numbers. */
final class VectorRows implements Rows {

  private static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= LANES
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;

  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
  private static final int LENGTH = SPECIES.length();

  private final float[] parts = new float[LANES];

  @Override
  public float product(float[] w, int wo, float[] x, int xo, int n) {
    for (int lane = 0; lane < LANES; lane += LENGTH) {
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = lane; i < n; i += LANES) {
        sum =
            FloatVector.fromArray(SPECIES, w, wo + i)
                .mul(FloatVector.fromArray(SPECIES, x, xo + i))
                .add(sum);
      }
      sum.intoArray(parts, lane);
    }
    return Rows.sum(parts);
  }

  @Override
  public void addScaled(float[] w, int wo, float[] x, int xo, int n, float scale) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .mul(scale)
          .add(FloatVector.fromArray(SPECIES, w, wo + i))
          .intoArray(w, wo + i);
    }
  }

  /** The steps of {@link Logistic#exp}. */
  @Override
  public void exp(float[] x, int xo, float max, float[] out, int oo, int n) {
    for (int i = 0; i < n; i += LENGTH) {
      FloatVector y =
          FloatVector.fromArray(SPECIES, x, xo + i)
              .sub(max)
              .max(Logistic.MIN_EXPONENT)
              .mul(Logistic.LOG2_E);
      FloatVector rounded = y.add(Logistic.ROUND);
      FloatVector f = y.sub(rounded.sub(Logistic.ROUND));
      IntVector exponent = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      f.mul(Logistic.EXP_5)
          .add(Logistic.EXP_4)
          .mul(f)
          .add(Logistic.EXP_3)
          .mul(f)
          .add(Logistic.EXP_2)
          .mul(f)
          .add(Logistic.EXP_1)
          .mul(f)
          .add(1f)
          .reinterpretAsInts()
          .add(exponent)
          .reinterpretAsFloats()
          .intoArray(out, oo + i);
    }
  }

  @Override
  public void situations(
      int[] symbols,
      int[] counts,
      int n,
      int node,
      int depth,
      int[] offsets,
      int first,
      int[] out,
      int oo) {
    for (int i = 0; i < n; i += LENGTH) {
      // How often a 0 came in the lower half of each lane, a 1 in the upper half.
      IntVector sums = IntVector.zero(INTS);
      IntVector latest = sums;
      for (int k = symbols.length - n; k >= 0; k -= n) {
        IntVector symbol = IntVector.fromArray(INTS, symbols, k + i);
        // All ones where the symbol agrees.
        IntVector agrees =
            symbol
                .lanewise(VectorOperators.LSHR, 8 - depth)
                .lanewise(VectorOperators.XOR, node)
                .sub(1)
                .lanewise(VectorOperators.ASHR, 31);
        // All ones where the next bit is a 1.
        IntVector one =
            symbol
                .lanewise(VectorOperators.LSHL, 24 + depth)
                .lanewise(VectorOperators.ASHR, 31)
                .and(agrees);
        IntVector count = IntVector.fromArray(INTS, counts, k + i).and(agrees);
        IntVector ones = count.and(one);
        sums = sums.add(count.sub(ones)).add(ones.lanewise(VectorOperators.LSHL, 16));
        latest =
            latest
                .lanewise(VectorOperators.AND_NOT, agrees)
                .or(agrees.and(k == 0 ? 4 : 5))
                .or(one.and(2));
      }
      // The steps of Rows.countClass, of both at once.
      ShortVector count = sums.reinterpretAsShorts();
      IntVector classes =
          count
              .min((short) 5)
              .add(count.neg().add((short) 6).lanewise(VectorOperators.LSHR, 15))
              .add(count.neg().add((short) 9).lanewise(VectorOperators.LSHR, 15))
              .add(count.neg().add((short) 14).lanewise(VectorOperators.LSHR, 15))
              .reinterpretAsInts();
      classes
          .and(0xffff)
          .mul(COUNT_CLASSES)
          .add(classes.lanewise(VectorOperators.LSHR, 16))
          .lanewise(VectorOperators.LSHL, 2)
          .add(latest.and(3))
          .add(IntVector.fromArray(INTS, offsets, i))
          .add(first)
          .and(latest.lanewise(VectorOperators.LSHL, 29).lanewise(VectorOperators.ASHR, 31))
          .intoArray(out, oo + i);
    }
  }
}
