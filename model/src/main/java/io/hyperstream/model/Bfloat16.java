package io.hyperstream.model;

/** The upper half of a float: its range, with 8 bits of precision. */
public final class Bfloat16 {

  private static final int QUIET_NAN = 0x7FC0;

  private Bfloat16() {}

  /** Rounds to nearest, ties to even; what is not finite stays so. */
  public static short of(float value) {
    if (Float.isNaN(value)) {
      return QUIET_NAN;
    }
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
