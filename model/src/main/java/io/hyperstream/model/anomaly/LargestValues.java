package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The largest values of a stream so far, and by these how rare a larger one is: beyond the largest
 * fiftieth of all values the tail is taken to be exponential, with the mean excess of that fiftieth
 * (peaks over a threshold). Once there is no more room, every other value is forgotten and the
 * count is halved, so old ones fade.
 */
final class LargestValues {

  /** How many are kept at most. */
  private static final int ROOM = 512;

  /** The share of all values that is kept. */
  private static final double SHARE = 0.14;

  /** The share that makes the tail. */
  private static final double TAIL = 0.02;

  private static final int MIN_TAIL = 5;

  /** Fewer values say nothing of what is rare. */
  private static final int MIN_COUNT = 100;

  /** In order, the smallest first. */
  private final double[] largest = new double[ROOM];

  private int kept;
  private int count;

  static LargestValues read(DataInput in) throws IOException {
    LargestValues read = new LargestValues();
    read.count = in.readInt();
    read.kept = in.readInt();
    for (int i = 0; i < read.kept; i++) {
      read.largest[i] = in.readDouble();
    }
    return read;
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeInt(kept);
    for (int i = 0; i < kept; i++) {
      out.writeDouble(largest[i]);
    }
  }

  /**
   * Minus the natural logarithm of the share of values that are at least as large; 0 for one that
   * is not among the largest {@value #SHARE} of all.
   */
  double rarity(double value) {
    int tail = Math.max(MIN_TAIL, (int) (TAIL * count));
    if (count < MIN_COUNT || value <= largest[0]) {
      return 0;
    }
    double threshold = largest[kept - tail];
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
  private int place(double value) {
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

  void add(double value) {
    count++;
    int place = place(value);
    boolean grows = kept < MIN_COUNT || kept < SHARE * count;
    if (grows && kept == ROOM) {
      for (int i = 0; i < ROOM / 2; i++) {
        largest[i] = largest[2 * i + 1];
      }
      kept = ROOM / 2;
      count /= 2;
      place = place(value);
    }
    if (grows) {
      System.arraycopy(largest, place, largest, place + 1, kept - place);
      largest[place] = value;
      kept++;
    } else if (place > 0) {
      System.arraycopy(largest, 1, largest, 0, place - 1);
      largest[place - 1] = value;
    }
  }
}
