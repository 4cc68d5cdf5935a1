package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How rare it is that a value of a stream is as large, judged by the values before it: their share,
 * and beyond the largest fiftieth of them a tail of Weibull's form, {@code P(X >= x) = exp(-((x -
 * m) / s)^k)}. There m is the value that 30 of 100 reach, and the tail goes through those that 10
 * and 2 of 100 reach. So a few anomalies among them do not make the next one usual.
 *
 * <p>Older values fade: about the last {@value #MEMORY} count, and at the start the last quarter,
 * since a model that has just begun is surprised by everything.
 *
 * <p>Values are counted in whole numbers from 0 to {@link #PLACES} - 1, so the caller scales them.
 */
final class TailEstimate {

  static final int PLACES = 128;

  static final int MEMORY = 1000;

  private static final double MIN_MEMORY = 50;
  private static final double GROWTH = 0.25;

  private static final double LOW = 0.3;
  private static final double MIDDLE = 0.1;
  private static final double HIGH = 0.02;

  /**
   * So many of the values that were as large before are taken to be usual, not anomalies: what
   * comes once a minute is never once in a day.
   */
  private static final double USUAL = 0.07;

  /** Keeps a value that hardly ever changes from being rare as soon as it does. */
  private static final double MIN_SPAN = 3;

  /** Holds k to the form of an exponential tail and of a normal one, and a little beyond. */
  private static final double MIN_SHAPE = 1;

  private static final double MAX_SHAPE = 3;

  private final float[] counts;
  private int values;
  private double judged;

  TailEstimate() {
    this(new float[PLACES], 0);
  }

  private TailEstimate(float[] counts, int values) {
    this.counts = counts;
    this.values = values;
  }

  static TailEstimate read(DataInput in) throws IOException {
    int values = in.readInt();
    return new TailEstimate(StateArrays.readFloats(in), values);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(values);
    StateArrays.write(counts, out);
  }

  /** The number of values so far. */
  int values() {
    return values;
  }

  /**
   * How rarely a value is at least this large: minus the natural logarithm of the share of such
   * values, so 0 for a value that all reach. 0 as long as there are no others.
   *
   * @param near a value that is smaller by no more than this is as large
   */
  double rarity(double value, double near) {
    double total = 0;
    for (float count : counts) {
      total += count;
    }
    if (total == 0) {
      return 0;
    }
    double high = reachedBy(HIGH * total);
    if (value <= high) {
      return -Math.log((countFrom(value) + 0.5) / (total + 1));
    }
    double low = reachedBy(LOW * total);
    double middle = reachedBy(MIDDLE * total);
    double span = Math.max(high - low, MIN_SPAN);
    double shape =
        Math.log(Math.log(HIGH) / Math.log(MIDDLE))
            / Math.log(Math.max(1.01, span / Math.max(middle - low, 0.1)));
    shape = Math.max(MIN_SHAPE, Math.min(MAX_SHAPE, shape));
    double rarity = -Math.log(HIGH) * Math.pow((value - low) / span, shape);
    double seen = countFrom(value - near);
    return seen > 0 ? Math.min(rarity, -Math.log(USUAL * seen / total)) : rarity;
  }

  /** The value that is reached by so many of the values. */
  private double reachedBy(double count) {
    double above = 0;
    for (int place = PLACES - 1; place >= 0; place--) {
      if (above + counts[place] >= count) {
        return place + 1 - (count - above) / counts[place];
      }
      above += counts[place];
    }
    return 0;
  }

  private double countFrom(double value) {
    int place = placeOf(value);
    double above = counts[place] * (1 - Math.min(1, Math.max(0, value - place)));
    for (int next = place + 1; next < PLACES; next++) {
      above += counts[next];
    }
    return above;
  }

  private static int placeOf(double value) {
    return (int) Math.max(0, Math.min(PLACES - 1, value));
  }

  /** The {@link #rarity} of a value, which {@link #take} will take into account. */
  double judge(double value, double near) {
    judged = value;
    return rarity(value, near);
  }

  /**
   * Takes the value that was judged last into account.
   *
   * @param weight from 0 to 1: it counts as if it were such a part of one
   */
  void take(float weight) {
    float kept = (float) (1 - weight / Math.min(MEMORY, MIN_MEMORY + GROWTH * values));
    for (int place = 0; place < PLACES; place++) {
      counts[place] *= kept;
    }
    counts[placeOf(judged)] += weight;
    values = values == Integer.MAX_VALUE ? values : values + 1;
  }
}
