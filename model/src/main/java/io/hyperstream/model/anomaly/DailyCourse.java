package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a number usually is at each hour of the day (UTC), by the days before, and how much of its
 * spread that explains: of a number that has no course of the day, nothing.
 */
final class DailyCourse {

  private static final int HOURS = 24;
  private static final double HOUR = 3_600_000;

  /** An hour says nothing before so many days had it. */
  private static final int MIN_DAYS = 4;

  /** About so many days count. */
  private static final int MEMORY = 7;

  /** About so many values count for the number's mean, and for its spread. */
  private static final int MEAN_MEMORY = 2000;

  private static final int SPREAD_MEMORY = 1000;

  /** The mean of each hour, and how many days had it, at most as many as count. */
  private final float[] means = new float[HOURS];

  private final byte[] days = new byte[HOURS];

  /** The latest hour, counted from 1970 on, and its values so far. */
  private long hour = Long.MIN_VALUE;

  private double sum;
  private int count;

  private int values;
  private double mean;

  /** The mean distance from the mean, and from what the hour usually has. */
  private double spread;

  private double rest;

  /**
   * Takes a value into account. One that comes late, when the next hour has begun, does not count
   * for its hour: times that go back and forth there would make days of moments.
   *
   * @param time milliseconds since 1970
   * @return by how much it is off what its hour usually has; NaN while that is not known
   */
  double deviation(double value, double time) {
    long now = (long) Math.floor(time / HOUR);
    boolean late = now == hour - 1;
    if (now != hour && !late) {
      end();
      hour = now;
    }
    int place = place(now);
    double off = Double.NaN;
    values++;
    mean += (value - mean) / Math.min(values, MEAN_MEMORY);
    if (days[place] >= MIN_DAYS) {
      off = Math.abs(value - means[place]);
      double share = 1.0 / Math.min(values, SPREAD_MEMORY);
      rest += share * (off - rest);
      spread += share * (Math.abs(value - mean) - spread);
    }
    if (!late) {
      sum += value;
      count++;
    }
    return off;
  }

  private void end() {
    if (count > 0) {
      int place = place(hour);
      days[place] = (byte) Math.min(MEMORY, days[place] + 1);
      means[place] += (float) ((sum / count - means[place]) / days[place]);
      sum = 0;
      count = 0;
    }
  }

  /**
   * The share of the number's spread that the course of the day explains, from 0 to 1; 0 also on
   * the first day of deviations, when nobody knows how large they usually are.
   */
  double share() {
    boolean known = days[place(hour)] > MIN_DAYS && spread > 0;
    return known ? Math.max(0, 1 - rest / spread) : 0;
  }

  private static int place(long hour) {
    return (int) Math.floorMod(hour, (long) HOURS);
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < HOURS; i++) {
      out.writeFloat(means[i]);
      out.writeByte(days[i]);
    }
    out.writeLong(hour);
    out.writeDouble(sum);
    out.writeInt(count);
    out.writeInt(values);
    out.writeDouble(mean);
    out.writeDouble(spread);
    out.writeDouble(rest);
  }

  static DailyCourse read(DataInput in) throws IOException {
    DailyCourse read = new DailyCourse();
    for (int i = 0; i < HOURS; i++) {
      read.means[i] = in.readFloat();
      read.days[i] = in.readByte();
    }
    read.hour = in.readLong();
    read.sum = in.readDouble();
    read.count = in.readInt();
    read.values = in.readInt();
    read.mean = in.readDouble();
    read.spread = in.readDouble();
    read.rest = in.readDouble();
    return read;
  }
}
