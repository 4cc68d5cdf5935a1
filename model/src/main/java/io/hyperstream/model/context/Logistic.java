package io.hyperstream.model.context;

/**
 * The logistic function and its inverse, and the exponential: from tables and polynomials, so that
 * every machine computes the same.
 */
final class Logistic {

  /** Logits are held to this size, probabilities so to 6e-6 and more. */
  static final float MAX_LOGIT = 12f;

  private static final int STEPS_PER_UNIT = 128;
  private static final float[] SQUASH = squashTable();
  private static final float[] STRETCH = stretchTable();

  /** The least number that {@link #exp} takes. */
  static final float MIN_EXPONENT = -80f;

  static final float LOG2_E = 1.442695f;

  /** 1.5 * 2^23: adding it rounds to an integer, which then stands in the lowest bits. */
  static final float ROUND = 12582912f;

  /** Coefficients of a polynomial of 2^f. */
  static final float EXP_1 = 0.693147f;

  static final float EXP_2 = 0.240227f;
  static final float EXP_3 = 0.055505f;
  static final float EXP_4 = 0.009618f;
  static final float EXP_5 = 0.001333f;

  private Logistic() {}

  private static float[] squashTable() {
    float[] table = new float[2 * (int) MAX_LOGIT * STEPS_PER_UNIT + 2];
    for (int i = 0; i < table.length; i++) {
      double logit = (double) i / STEPS_PER_UNIT - MAX_LOGIT;
      table[i] = (float) (1 / (1 + StrictMath.exp(-logit)));
    }
    return table;
  }

  private static float[] stretchTable() {
    float[] table = new float[1 << 16];
    for (int i = 0; i < table.length; i++) {
      double p = (i + 0.5) / table.length;
      table[i] = (float) StrictMath.log(p / (1 - p));
    }
    return table;
  }

  static float clamp(float logit) {
    return Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, logit));
  }

  /** {@code 1 / (1 + exp(-logit))} of a clamped logit. */
  static float squash(float logit) {
    float at = (logit + MAX_LOGIT) * STEPS_PER_UNIT;
    int i = (int) at;
    float low = SQUASH[i];
    return low + (at - i) * (SQUASH[i + 1] - low);
  }

  /** {@code ln(p / (1 - p))} of a probability in units of 2^-16. */
  static float stretch(int p) {
    return STRETCH[p];
  }

  /** {@code ln(p / (1 - p))}. */
  static float stretch(float p) {
    return STRETCH[Math.min(STRETCH.length - 1, (int) (p * STRETCH.length))];
  }

  /**
   * {@code exp(x)} for x from -80 to 0, within 1e-5 of the value: 2^i times a polynomial of 2^f.
   */
  static float exp(float x) {
    float y = x * LOG2_E;
    float rounded = y + ROUND;
    float f = y - (rounded - ROUND);
    float power = 1 + f * (EXP_1 + f * (EXP_2 + f * (EXP_3 + f * (EXP_4 + f * EXP_5))));
    int exponent = Float.floatToRawIntBits(rounded) << 23;
    return Float.intBitsToFloat(Float.floatToRawIntBits(power) + exponent);
  }
}
