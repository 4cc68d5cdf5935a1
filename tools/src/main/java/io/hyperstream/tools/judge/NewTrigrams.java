package io.hyperstream.tools.judge;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A baseline: the share of three bytes in a row of a line that are in no line before it. 0 for a
 * line of fewer than three bytes.
 */
final class NewTrigrams implements LineScore {

  private static final int THREE_BYTES = 0xFFFFFF;

  private final BitSet known = new BitSet();

  @Override
  public double add(byte[] line) {
    int[] trigrams = trigrams(line);
    double unknown = Arrays.stream(trigrams).filter(trigram -> !known.get(trigram)).count();
    Arrays.stream(trigrams).forEach(known::set);
    return unknown / Math.max(1, trigrams.length);
  }

  private static int[] trigrams(byte[] line) {
    int[] trigrams = new int[Math.max(0, line.length - 2)];
    int last = 0;
    for (int i = 0; i < line.length; i++) {
      last = (last << Byte.SIZE | line[i] & 0xFF) & THREE_BYTES;
      if (i >= 2) {
        trigrams[i - 2] = last;
      }
    }
    return trigrams;
  }
}
