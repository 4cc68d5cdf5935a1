package io.hyperstream.schemas;

/**
 * How {@link Score} writes the bits of one symbol: in a byte, as an unsigned number of eighths of a
 * bit. The error is at most 1/16 bit, up to 31.875 bits; a symbol that cost more is written as
 * that.
 */
public final class SymbolBits {

  private static final double STEPS_PER_BIT = 8;
  private static final int MAX = 255;

  private SymbolBits() {}

  /** The byte for so many bits, which are 0 or more. */
  public static byte encode(double bits) {
    return (byte) Math.min(MAX, Math.round(bits * STEPS_PER_BIT));
  }

  /** The bits that the byte stands for. */
  public static double decode(byte encoded) {
    return Byte.toUnsignedInt(encoded) / STEPS_PER_BIT;
  }
}
