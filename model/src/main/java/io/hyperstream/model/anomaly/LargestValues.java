package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The largest values of a stream so far, and by these how rare a larger one is: beyond the largest
 * fiftieth of all values the tail is taken to be exponential, with the mean excess of that fiftieth
 * (peaks over a threshold). Once there is no more room, every other value is forgotten and the
 * count is halved, so old ones fade.
 */
final class LargestValues {

  /** The array of a stream that begins. */
  private static final int FIRST_LENGTH = 16;

  /** The share of all values that is kept. */
  private static final double SHARE = 0.14;

  /** The share that makes the tail. */
  private static final double TAIL = 0.02;

  private static final int MIN_TAIL = 5;

  /** Fewer values say nothing of what is rare. */
  static final int MIN_COUNT = 100;

  /** In order, the smallest first. */
  private float[] largest = new float[FIRST_LENGTH];

  private final int room;

  /** So many are kept from the start on: all, as long as nothing is known of what is rare. */
  private final int minKept;

  private int kept;
  private int count;

  /**
   * @param room how many are kept at most; an even number above {@value #FIRST_LENGTH}
   */
  LargestValues(int room) {
    this.room = room;
    this.minKept = Math.min(MIN_COUNT, room / 4);
  }

  static LargestValues read(int room, DataInput in) throws IOException {
    LargestValues read = new LargestValues(room);
    read.count = in.readInt();
    float[] values = StateArrays.readFloats(in);
    read.kept = values.length;
    read.largest = Arrays.copyOf(values, Math.max(FIRST_LENGTH, read.kept));
    return read;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    StateArrays.write(Arrays.copyOf(largest, kept), out);
  }

  /**
   * Minus the natural logarithm of the share of values that are at least as large; 0 for one that
   * is not among the largest {@value #SHARE} of all.
   */
  double rarity(float value) {
    int tail = Math.max(MIN_TAIL, (int) (TAIL * count));
    if (count < MIN_COUNT || value <= largest[0]) {
      return 0;
    }
    float threshold = largest[kept - tail];
    if (value <= threshold) {
      return -Math.log((kept - place(value) + 0.5) / (count + 1.0));
    }
    double excess = 0;
    for (int i = kept - tail; i < kept; i++) {
      excess += largest[i] - threshold;
    }
    return -Math.log(tail / (double) count) + (value - threshold) / (excess / tail + 1e-9);
  }

  /** How many of those kept are smaller. */
  private int place(float value) {
    int from = 0;
    int to = kept;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (largest[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  void add(float value) {
    count++;
    int place = place(value);
    boolean grows = kept < minKept || kept < SHARE * count;
    if (grows && kept == room) {
      for (int i = 0; i < room / 2; i++) {
        largest[i] = largest[2 * i + 1];
      }
      kept = room / 2;
      count /= 2;
      place = place(value);
    }
    if (grows) {
      if (kept == largest.length) {
        largest = Arrays.copyOf(largest, Math.min(room, 2 * kept));
      }
      System.arraycopy(largest, place, largest, place + 1, kept - place);
      largest[place] = value;
      kept++;
    } else if (place > 0) {
      System.arraycopy(largest, 1, largest, 0, place - 1);
      largest[place - 1] = value;
    }
  }
}
