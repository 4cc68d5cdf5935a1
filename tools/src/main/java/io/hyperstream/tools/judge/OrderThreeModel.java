package io.hyperstream.tools.judge;

import java.util.HashMap;
import java.util.Map;

/**
 * A baseline: the bits per byte of lines under a model of order 3 with add-one smoothing. It counts
 * which bytes follow each three bytes, and learns after each byte.
 */
final class OrderThreeModel implements LineScore {

  private static final double LN_2 = Math.log(2);
  private static final int BYTES = 256;
  private static final int THREE_BYTES = 0xFFFFFF;

  private final Map<Integer, Integer> contexts = new HashMap<>();
  private final Map<Integer, Integer> followed = new HashMap<>();
  private int context;

  /** The bits per byte of the next line, including its newline. */
  @Override
  public double add(byte[] line) {
    double bits = 0;
    for (byte symbol : line) {
      bits += add(symbol & 0xFF);
    }
    bits += add('\n');
    return bits / (line.length + 1);
  }

  private double add(int symbol) {
    int before = contexts.merge(context, 1, Integer::sum) - 1;
    int same = followed.merge(context << Byte.SIZE | symbol, 1, Integer::sum) - 1;
    context = (context << Byte.SIZE | symbol) & THREE_BYTES;
    return Math.log((before + BYTES) / (same + 1.0)) / LN_2;
  }
}
