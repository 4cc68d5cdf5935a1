package io.hyperstream.model.numeric;

/** The upper half of a float: its range, with 8 bits of precision. */
public final class Bfloat16 {

  private static final int QUIET_NAN = 0x7FC0;

  private Bfloat16() {}

  /** Rounds to nearest, ties to even; infinity and NaN stay what they are. */
  public static short of(float value) {
    if (Float.isNaN(value)) {
      return QUIET_NAN;
    }
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  /** Rounds each value to one that {@link #of} keeps exactly. */
  public static void round(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = toFloat(of(values[i]));
    }
  }

  /** Whether {@link #of} keeps each value exactly. */
  public static boolean holds(float[] values) {
    for (float value : values) {
      if ((Float.floatToRawIntBits(value) & 0xFFFF) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Each of them, rounded. */
  public static short[] of(float[] values) {
    short[] all = new short[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = of(values[i]);
    }
    return all;
  }

  public static float[] toFloats(short[] all) {
    float[] values = new float[all.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = toFloat(all[i]);
    }
    return values;
  }

  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
