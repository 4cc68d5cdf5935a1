package io.hyperstream.model.context;

/**
 * What a binary decision costs on average, and how much that varies, before it is taken: of a
 * probability p, its entropy and the variance of -log2 of the probability of the outcome. From
 * tables, 64 entries for each power of two of the rarer outcome's probability, so within 1%.
 */
final class DecisionMoments {

  /** No outcome is rarer than 2^-18. */
  private static final int MIN_EXPONENT = -18;

  private static final int STEP_BITS = 6;
  private static final int SHIFT = 23 - STEP_BITS;
  private static final int FIRST = Float.floatToRawIntBits(0x1p-18f) >>> SHIFT;
  private static final int SIZE = (-MIN_EXPONENT << STEP_BITS) + 1;
  private static final float[] EXPECTATION = new float[SIZE];
  private static final float[] VARIANCE = new float[SIZE];

  static {
    for (int i = 0; i < SIZE - 1; i++) {
      float from = Float.intBitsToFloat(FIRST + i << SHIFT);
      float to = Float.intBitsToFloat(FIRST + i + 1 << SHIFT);
      set(i, (from + to) / 2.0);
    }
    set(SIZE - 1, 0.5);
  }

  private DecisionMoments() {}

  private static void set(int i, double p) {
    EXPECTATION[i] = (float) (p * bits(p) + (1 - p) * bits(1 - p));
    double difference = bits(p) - bits(1 - p);
    VARIANCE[i] = (float) (p * (1 - p) * difference * difference);
  }

  private static double bits(double p) {
    return -StrictMath.log(p) / StrictMath.log(2);
  }

  /** Where the moments of a decision stand, of which one outcome has the probability p. */
  static int index(float p) {
    float rarer = p < 0.5f ? p : 1 - p;
    return Math.max(0, (Float.floatToRawIntBits(rarer) >>> SHIFT) - FIRST);
  }

  /** The decision's entropy in bits. */
  static float expectation(int index) {
    return EXPECTATION[index];
  }

  /** The variance of its bits. */
  static float variance(int index) {
    return VARIANCE[index];
  }
}
