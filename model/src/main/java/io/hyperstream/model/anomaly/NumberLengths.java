package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many digits numbers have in each of many fields, told apart by the word before them. A number
 * with more digits than ever is hardly a surprise to a model that knows what comes in digits, but
 * is one to people.
 *
 * <p>Fields are told apart by their hash only. There are {@value #FIRST_SIZE} places at first, of
 * 24 bytes each; they are doubled as numbers come, up to a maximum. Counts of a field are halved at
 * {@value #MAX_COUNT}, so the past fades.
 */
final class NumberLengths {

  static final int FIRST_SIZE = 64;

  /** Longer numbers count as if they were as long. */
  private static final int MAX_DIGITS = 23;

  private static final int STRIDE = MAX_DIGITS + 1;
  private static final int NUMBERS_PER_PLACE_TO_GROW = 32;
  private static final int MAX_COUNT = 250;

  /** Keeps a length that hardly ever changes from being unusual at once. */
  private static final double MIN_VARIANCE = 0.3;

  private static final double LN_2 = Math.log(2);

  private final int maxSize;

  /** For each place how many numbers there were of each length. */
  private byte[] counts;

  /** How many came since the places were last doubled. */
  private int numbers;

  /**
   * @param maxSize maximum number of places, a power of two
   */
  NumberLengths(int maxSize) {
    this(maxSize, new byte[Math.min(maxSize, FIRST_SIZE) * STRIDE], 0);
  }

  private NumberLengths(int maxSize, byte[] counts, int numbers) {
    this.maxSize = maxSize;
    this.counts = counts;
    this.numbers = numbers;
  }

  static NumberLengths read(int maxSize, DataInput in) throws IOException {
    byte[] counts = new byte[in.readInt()];
    in.readFully(counts);
    return new NumberLengths(maxSize, counts, in.readInt());
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(counts.length);
    out.write(counts);
    out.writeInt(numbers);
  }

  /**
   * By how many spreads a number has more digits than is usual in its field; 0 for a field that had
   * none, and less for one that had few.
   */
  double spreads(int field, int digits) {
    int from = placeOf(field);
    double all = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 1; i < STRIDE; i++) {
      int count = counts[from + i] & 0xFF;
      all += count;
      sum += count * i;
      squares += count * i * i;
    }
    if (all == 0) {
      return 0;
    }
    double mean = sum / all;
    double deviations = squares - sum * mean;
    return (Math.min(digits, MAX_DIGITS) - mean)
        / Math.sqrt((deviations + 1) / (all + 1) + MIN_VARIANCE)
        * all
        / (all + 1);
  }

  /**
   * Judges a number by its digits, then takes it into account.
   *
   * @return -log2 of the share of the field's numbers that are as long, and one more for each digit
   *     beyond the first that none had; 0 for a field that had none
   */
  double add(int field, int digits) {
    int length = Math.min(digits, MAX_DIGITS);
    int from = placeOf(field);
    int all = 0;
    int asLong = 0;
    int longest = 0;
    for (int i = 1; i < STRIDE; i++) {
      int count = counts[from + i] & 0xFF;
      all += count;
      asLong += i >= length ? count : 0;
      longest = count > 0 ? i : longest;
    }
    counts[from + length]++;
    if (all + 1 >= MAX_COUNT) {
      for (int i = 1; i < STRIDE; i++) {
        counts[from + i] = (byte) ((counts[from + i] & 0xFF) + 1 >> 1);
      }
    }
    grow();
    return all == 0
        ? 0
        : -Math.log((asLong + 0.5) / (all + 1)) / LN_2 + Math.max(0, length - longest - 1);
  }

  private int placeOf(int field) {
    return ((field ^ field >>> 15) & counts.length / STRIDE - 1) * STRIDE;
  }

  private void grow() {
    numbers++;
    int size = counts.length / STRIDE;
    if (size < maxSize && numbers >= NUMBERS_PER_PLACE_TO_GROW * size) {
      counts = Arrays.copyOf(counts, 2 * counts.length);
      System.arraycopy(counts, 0, counts, counts.length / 2, counts.length / 2);
      numbers = 0;
    }
  }
}
