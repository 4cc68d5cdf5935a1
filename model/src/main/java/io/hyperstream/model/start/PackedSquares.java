package io.hyperstream.model.start;

/**
 * Means of squared gradients in a byte each: the logarithm, in steps of a fifth of the number. How
 * large gradients usually are need not be known more exactly.
 */
final class PackedSquares {

  private static final double STEPS_PER_OCTAVE = 4;

  /** What the smallest step stands for; less is 0. */
  private static final double SMALLEST_LOG = -56;

  private PackedSquares() {}

  static byte[] pack(float[] squares) {
    byte[] packed = new byte[squares.length];
    for (int i = 0; i < packed.length; i++) {
      double log = Math.log(squares[i]) / Math.log(2);
      long step = Math.round((log - SMALLEST_LOG) * STEPS_PER_OCTAVE);
      packed[i] = (byte) Math.max(0, Math.min(255, step));
    }
    return packed;
  }

  static float[] unpack(byte[] packed) {
    float[] squares = new float[packed.length];
    for (int i = 0; i < packed.length; i++) {
      int step = packed[i] & 0xff;
      squares[i] = step == 0 ? 0 : (float) Math.pow(2, step / STEPS_PER_OCTAVE + SMALLEST_LOG);
    }
    return squares;
  }
}
