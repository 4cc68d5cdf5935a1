package io.hyperstream.model.density;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Brings the numbers of one stream to a common scale, as they come: each continuous number has a
 * location and a spread of its own, robust ones, which follow the stream slowly. Part of the
 * stream's state; restored exactly.
 *
 * <p>A number x becomes {@code y = g((x - location) / spread)}, where g is the identity up to
 * {@value #LINEAR} and grows like the logarithm beyond, so a single far value neither ruins the
 * network's input nor its gradient. The density of x is that of y times dy/dx. Location and spread
 * are those before x: nothing of an observation is used to predict it.
 */
public final class Standardiser {

  static final double LINEAR = 3;

  private static final double LN_2 = Math.log(2);

  /** About so many observations count. */
  private static final double MEMORY = 1000;

  /** A value further out than this, in spreads, moves location and spread as if it were here. */
  private static final double CLIP = 4;

  /** So many values are taken in full. */
  private static final int FIRST = 16;

  /** Each value in a row that is clipped raises the limit by so much: a new level is accepted. */
  private static final double RISE = 1.01;

  private static final int MAX_RISES = 5000;

  /** From a mean absolute deviation to the standard deviation of a normal distribution. */
  private static final double NORMAL = Math.sqrt(Math.PI / 2);

  /** The smallest spread in units of the location, and at least this. */
  private static final double MIN_SPREAD = 1e-6;

  private static final double DAY = 24 * 3600 * 1000;
  private static final double WEEK = 7 * DAY;
  private static final double MAX_GAP = 3;

  /** What is further out, in spreads, counts as being there: it stays finite. */
  private static final double MAX_SPREADS = 1e300;

  private final DensityConfig config;

  /** For each continuous number. */
  private final double[] location;

  private final double[] spread;
  private final int[] counts;
  private final int[] clipped;

  /** The latest observation; NaN where a value is missing. */
  private final double[] last;

  /** The latest of each continuous number that was not missing. */
  private final double[] known;

  private double lastTime = Double.NaN;

  /** The mean logarithm of the gap in time, in milliseconds. */
  private double logGap;

  private int gaps;

  /** Of a stream that has not begun. */
  public Standardiser(DensityConfig config) {
    this.config = config;
    this.location = new double[config.continuous()];
    this.spread = new double[location.length];
    this.counts = new int[location.length];
    this.clipped = new int[location.length];
    this.known = new double[location.length];
    this.last = new double[config.dimension()];
    Arrays.fill(last, Double.NaN);
  }

  /** As {@link #write} wrote it. */
  public static Standardiser read(DensityConfig config, DataInput in) throws IOException {
    Standardiser read = new Standardiser(config);
    for (int d = 0; d < read.location.length; d++) {
      read.location[d] = in.readDouble();
      read.spread[d] = in.readDouble();
      read.counts[d] = in.readInt();
      read.clipped[d] = in.readInt();
      read.known[d] = in.readDouble();
    }
    for (int d = 0; d < read.last.length; d++) {
      read.last[d] = in.readDouble();
    }
    read.lastTime = in.readDouble();
    read.logGap = in.readDouble();
    read.gaps = in.readInt();
    return read;
  }

  public void write(DataOutput out) throws IOException {
    for (int d = 0; d < location.length; d++) {
      out.writeDouble(location[d]);
      out.writeDouble(spread[d]);
      out.writeInt(counts[d]);
      out.writeInt(clipped[d]);
      out.writeDouble(known[d]);
    }
    for (double value : last) {
      out.writeDouble(value);
    }
    out.writeDouble(lastTime);
    out.writeDouble(logGap);
    out.writeInt(gaps);
  }

  /** A copy that shares nothing. */
  public Standardiser copy() {
    Standardiser copy = new Standardiser(config);
    System.arraycopy(location, 0, copy.location, 0, location.length);
    System.arraycopy(spread, 0, copy.spread, 0, spread.length);
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    System.arraycopy(clipped, 0, copy.clipped, 0, clipped.length);
    System.arraycopy(known, 0, copy.known, 0, known.length);
    System.arraycopy(last, 0, copy.last, 0, last.length);
    copy.lastTime = lastTime;
    copy.logGap = logGap;
    copy.gaps = gaps;
    return copy;
  }

  public DensityConfig config() {
    return config;
  }

  /**
   * Makes the example of the next observation, then takes that into account.
   *
   * @param observation from {@code at} on, {@link DensityConfig#width} numbers
   * @param example written from {@code to} on
   * @return the bits to add to those of the example for those of the observation: -log2 dy/dx of
   *     all continuous numbers that are there
   */
  public double example(double[] observation, int at, double[] example, int to) {
    writeInputs(observation[at + config.width() - 1], example, to);
    int targets = to + config.inputs();
    double bits = 0;
    for (int d = 0; d < config.dimension(); d++) {
      double x = observation[at + d];
      example[targets + d] = d < location.length ? toStandard(d, x) : x;
      if (d < location.length && !Double.isNaN(x)) {
        bits += bitsOfScale(d, x);
      }
    }
    advance(observation, at);
    for (int d = 0; d < location.length; d++) {
      learn(d, observation[at + d]);
    }
    return bits;
  }

  /**
   * Writes inputs and anchors for the observation that comes next.
   *
   * @param time of it in milliseconds, if observations have one
   */
  public void writeInputs(double time, double[] example, int to) {
    int dimension = config.dimension();
    for (int d = 0; d < dimension; d++) {
      boolean missing = Double.isNaN(last[d]);
      double y = missing ? 0 : d < location.length ? toStandard(d, last[d]) : last[d];
      example[to + d] = y;
      if (config.marks()) {
        example[to + dimension + d] = missing ? 1 : 0;
      }
    }
    if (config.time()) {
      writeTime(time, example, to + config.inputs() - DensityConfig.TIME_INPUTS);
    }
    int anchors = to + config.inputs() + dimension;
    for (int d = 0; d < location.length; d++) {
      example[anchors + d] = counts[d] == 0 ? 0 : toStandard(d, known[d]);
    }
  }

  private void writeTime(double time, double[] example, int at) {
    double gap = gaps == 0 ? 0 : logGap(time) - logGap;
    example[at] = Math.max(-MAX_GAP, Math.min(MAX_GAP, gap));
    double day = 2 * Math.PI * (time % DAY) / DAY;
    double week = 2 * Math.PI * (time % WEEK) / WEEK;
    example[at + 1] = Math.sin(day);
    example[at + 2] = Math.cos(day);
    example[at + 3] = Math.sin(week);
    example[at + 4] = Math.cos(week);
  }

  private double logGap(double time) {
    return Math.log(Math.max(1, time - lastTime));
  }

  /** The time of the next observation if it comes after the usual gap; 0 before there was one. */
  public double nextTime() {
    return Double.isNaN(lastTime) ? 0 : lastTime + (gaps == 0 ? 0 : Math.exp(logGap));
  }

  /** Makes an observation the latest one, without learning from it. */
  public void advance(double[] observation, int at) {
    for (int d = 0; d < last.length; d++) {
      last[d] = observation[at + d];
      if (d < known.length && !Double.isNaN(last[d])) {
        known[d] = last[d];
      }
    }
    if (config.time()) {
      double time = observation[at + config.dimension()];
      if (!Double.isNaN(lastTime)) {
        gaps = Math.min(gaps + 1, 1 << 30);
        logGap += (logGap(time) - logGap) / Math.min(gaps, MEMORY);
      }
      lastTime = time;
    }
  }

  private void learn(int d, double x) {
    if (Double.isNaN(x)) {
      return;
    }
    counts[d] = Math.min(counts[d] + 1, 1 << 30);
    double rate = 1 / Math.min(counts[d], MEMORY);
    double off = x - location[d];
    double limit = CLIP * spread(d) * (clipped[d] == 0 ? 1 : Math.pow(RISE, clipped[d]));
    boolean first = counts[d] <= FIRST || spread[d] == 0;
    if (!first && Math.abs(off) > limit) {
      off = Math.copySign(limit, off);
      clipped[d] = Math.min(clipped[d] + 1, MAX_RISES);
    } else {
      clipped[d] = 0;
    }
    location[d] += rate * off;
    if (counts[d] > 1) {
      // The first value says nothing of the spread.
      double own = 1 / Math.min(counts[d] - 1, MEMORY);
      spread[d] += own * (NORMAL * Math.abs(off) - spread[d]);
    }
  }

  /** The spread that is gone by: never zero. */
  private double spread(int d) {
    double size = Math.abs(location[d]);
    if (counts[d] < 2) {
      return size == 0 ? 1 : size;
    }
    return Math.max(spread[d], MIN_SPREAD * Math.max(size, MIN_SPREAD));
  }

  /** y of a value of a continuous number; NaN for NaN. */
  public double toStandard(int d, double x) {
    double z = (x - location[d]) / spread(d);
    double size = Math.min(MAX_SPREADS, Math.abs(z));
    return size <= LINEAR ? z : Math.copySign(LINEAR * (1 + Math.log(size / LINEAR)), z);
  }

  /** The value that becomes y. */
  public double fromStandard(int d, double y) {
    return location[d] + spread(d) * deviation(y);
  }

  /** Writes location and spread of each continuous number, by which y becomes a value later on. */
  public void writeScale(double[] target, int at) {
    for (int d = 0; d < location.length; d++) {
      target[at + 2 * d] = location[d];
      target[at + 2 * d + 1] = spread(d);
    }
  }

  /** The value that became y when a scale was written. */
  public static double fromStandard(double[] scale, int at, int d, double y) {
    return scale[at + 2 * d] + scale[at + 2 * d + 1] * deviation(y);
  }

  /** By how many spreads the value that becomes y is off the location. */
  public static double deviation(double y) {
    double size = Math.abs(y);
    return size <= LINEAR ? y : Math.copySign(LINEAR * Math.exp(size / LINEAR - 1), y);
  }

  /** -log2 dy/dx. */
  private double bitsOfScale(int d, double x) {
    double size = Math.min(MAX_SPREADS, Math.abs(x - location[d]) / spread(d));
    return (Math.log(spread(d)) + Math.log(Math.max(1, size / LINEAR))) / LN_2;
  }
}
