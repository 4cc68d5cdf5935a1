package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the vectors of a stream usually look like, and so how much of an anomaly one is.
 *
 * <p>The evidence of a number is how far out it is in its predicted distribution and, with weights,
 * how much rarer than usual its level, its change, how much it has changed lately, and how far it
 * is off what it usually is at that time of the day are by those of the stream so far: a slow
 * drift, or a number that stands still, is never far out of a prediction. Of the level only a new
 * high counts, since most of what is measured rises when something is wrong: load, latency, errors.
 * A fall is a change. The evidence of a vector is that of its worst number. How rare as much
 * evidence is among the stream's own vectors is its surprise.
 */
public final class UsualVectors {

  /** Of the bits that a number is far out. */
  private static final double TAIL = 0.5;

  private static final double MAX_TAIL = 37.5;

  /** What is watched of a number. */
  private enum Sign {
    /** The level, smoothed. */
    SMOOTHED_HIGH(1),
    /** How far that is off the level over a long time. */
    SHIFT(0.5),
    /** The size of the change since the vector before. */
    CHANGE(1),
    /** That size, smoothed. */
    RESTLESS(0.5),
    /** The same where it is small. */
    QUIET(1),
    /** How far it is off what it usually is at that time of the day, as far as it has such. */
    TIME_OF_DAY(2);

    private final double weight;

    Sign(double weight) {
      this.weight = weight;
    }
  }

  private static final int SIGNS = Sign.values().length;
  private static final int SMOOTHED_LEVELS = 10;
  private static final int LONG_LEVELS = 300;
  private static final int SMOOTHED_CHANGES = 20;

  /** One value in e^2 is as rare as that: it is no evidence. */
  private static final double USUAL = 2;

  private static final double MAX_RARITY = 25;

  /** Values that are kept of each sign of a number, which a key has many of. */
  private static final int ROOM = 64;

  /** Values that are kept of each where a stream is alone. */
  private static final int ROOM_ALONE = 512;

  /** Values that are kept of the evidence, whose tail decides what is reported. */
  private static final int ROOM_OF_SUMS = 256;

  /** An anomaly goes on as long as no more than so many vectors lie between its parts. */
  private static final int NEWS = 200;

  /**
   * So many vectors have nothing of what is rare in their evidence. Later ones compared with these
   * would all look odd.
   */
  private static final int FIRST = LargestValues.MIN_COUNT;

  /** Beyond it there is no evidence: no stream has had so many vectors. */
  private static final double MAX_SURPRISE = 1e6;

  /** What an earlier state has of each number, in its order; null for what is no sign now. */
  private static final Sign[] EARLIER_SIGNS = {
    null, Sign.SMOOTHED_HIGH, null, Sign.CHANGE, Sign.RESTLESS, Sign.QUIET
  };

  private final int room;
  private final int roomOfSums;

  /** For each number the values of each sign so far. */
  private final LargestValues[] signs;

  private final DailyCourse[] courses;

  private final double[] level;
  private final double[] smoothedLevel;
  private final double[] longLevel;
  private final double[] smoothedChange;
  private LargestValues sums;

  /** The evidence of the latest vectors, the oldest of which is overwritten next. */
  private final float[] recent = new float[NEWS];

  private int next;

  /** How many there were. */
  private long vectors;

  private double time;
  private double evidence;
  private double surprise;
  private int worst;
  private boolean news;

  /**
   * @param dimension numbers in a vector
   */
  public UsualVectors(int dimension) {
    this(dimension, ROOM, ROOM_OF_SUMS);
  }

  private UsualVectors(int dimension, int room, int roomOfSums) {
    this.room = room;
    this.roomOfSums = roomOfSums;
    signs = new LargestValues[dimension * SIGNS];
    Arrays.setAll(signs, i -> new LargestValues(room));
    sums = new LargestValues(roomOfSums);
    level = new double[dimension];
    smoothedLevel = new double[dimension];
    longLevel = new double[dimension];
    smoothedChange = new double[dimension];
    courses = new DailyCourse[dimension];
    Arrays.setAll(courses, i -> new DailyCourse());
  }

  /** Of a stream that is alone, so that memory does not matter: what is rare is known better. */
  public static UsualVectors alone(int dimension) {
    return new UsualVectors(dimension, ROOM_ALONE, ROOM_ALONE);
  }

  /** As {@link #write} wrote one of many. */
  public static UsualVectors read(DataInput in) throws IOException {
    return read(in, ROOM, ROOM_OF_SUMS, Sign.values(), true);
  }

  /** As releases wrote it that did not know the time of the day. */
  public static UsualVectors readEarlier(DataInput in) throws IOException {
    return read(in, ROOM, ROOM_OF_SUMS, EARLIER_SIGNS, false);
  }

  private static UsualVectors read(
      DataInput in, int room, int roomOfSums, Sign[] written, boolean courses) throws IOException {
    UsualVectors read = new UsualVectors(in.readInt(), room, roomOfSums);
    for (int d = 0; d < read.level.length; d++) {
      for (Sign sign : written) {
        LargestValues values = LargestValues.read(room, in);
        if (sign != null) {
          read.signs[d * SIGNS + sign.ordinal()] = values;
        }
      }
    }
    for (int d = 0; d < read.level.length; d++) {
      read.level[d] = in.readDouble();
      read.smoothedLevel[d] = in.readDouble();
      read.longLevel[d] = in.readDouble();
      read.smoothedChange[d] = in.readDouble();
      if (courses) {
        read.courses[d] = DailyCourse.read(in);
      }
    }
    read.sums = LargestValues.read(roomOfSums, in);
    System.arraycopy(StateArrays.readFloats(in), 0, read.recent, 0, NEWS);
    read.next = in.readInt();
    read.vectors = in.readLong();
    return read;
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(level.length);
    for (LargestValues sign : signs) {
      sign.write(out);
    }
    for (int d = 0; d < level.length; d++) {
      out.writeDouble(level[d]);
      out.writeDouble(smoothedLevel[d]);
      out.writeDouble(longLevel[d]);
      out.writeDouble(smoothedChange[d]);
      courses[d].write(out);
    }
    sums.write(out);
    StateArrays.write(recent, out);
    out.writeInt(next);
    out.writeLong(vectors);
  }

  /** A copy that shares nothing. */
  public UsualVectors copy() {
    return StateCopy.of(this::write, in -> read(in, room, roomOfSums, Sign.values(), true));
  }

  /**
   * Begins a vector.
   *
   * @param time of it, in milliseconds since 1970; NaN if it has none
   */
  public void begin(double time) {
    this.time = time;
    evidence = 0;
    worst = 0;
  }

  /**
   * Judges a number of the vector, then takes it into account. Missing numbers are left out.
   *
   * @param tailBits how far out it is, as {@code StepResult} says
   * @param deviation by how many spreads it is off the stream's location
   */
  public void add(int dimension, double tailBits, double deviation) {
    int d = dimension;
    double now = Math.copySign(Math.log1p(Math.abs(deviation)), deviation);
    double change = Math.abs(now - level[d]);
    level[d] = now;
    smoothedLevel[d] += (now - smoothedLevel[d]) / SMOOTHED_LEVELS;
    longLevel[d] += (now - longLevel[d]) / LONG_LEVELS;
    smoothedChange[d] += (change - smoothedChange[d]) / SMOOTHED_CHANGES;
    double own =
        Math.min(MAX_TAIL, TAIL * tailBits)
            + evidence(d, Sign.SMOOTHED_HIGH, smoothedLevel[d])
            + evidence(d, Sign.SHIFT, Math.abs(smoothedLevel[d] - longLevel[d]))
            + evidence(d, Sign.CHANGE, change)
            + evidence(d, Sign.RESTLESS, smoothedChange[d])
            + evidence(d, Sign.QUIET, -smoothedChange[d]);
    double off = Double.isNaN(time) ? Double.NaN : courses[d].deviation(now, time);
    if (!Double.isNaN(off)) {
      own += courses[d].share() * evidence(d, Sign.TIME_OF_DAY, off);
    }
    if (own > evidence) {
      evidence = own;
      worst = dimension;
    }
  }

  private double evidence(int dimension, Sign sign, double value) {
    LargestValues before = signs[dimension * SIGNS + sign.ordinal()];
    double rarity = before.rarity((float) value);
    before.add((float) value);
    return sign.weight * Math.max(0, Math.min(MAX_RARITY, rarity - USUAL));
  }

  /** Ends the vector. */
  public void end() {
    surprise = Math.min(MAX_SURPRISE, Math.exp(sums.rarity((float) evidence)));
    if (vectors >= FIRST) {
      sums.add((float) evidence);
    }
    vectors++;
    news = true;
    for (float before : recent) {
      news &= evidence > before;
    }
    recent[next] = (float) evidence;
    next = (next + 1) % NEWS;
  }

  /** How much of an anomaly the vector is: comparable between streams; 0 for a usual one. */
  public double evidence() {
    return evidence;
  }

  /** The same, but 0 if one of the {@value #NEWS} vectors before was as much of an anomaly. */
  public double newEvidence() {
    return news ? evidence : 0;
  }

  /**
   * How many usual vectors of the stream there are to one with as much evidence, at least 1; after
   * two hundred vectors only.
   */
  public double surprise() {
    return surprise;
  }

  /** Whether none of the {@value #NEWS} vectors before was as much of an anomaly. */
  public boolean isNew() {
    return news;
  }

  /** Numbers in a vector. */
  public int dimension() {
    return level.length;
  }

  /** How many vectors were judged. */
  public long vectors() {
    return vectors;
  }

  /** The number that the evidence is of. */
  public int worst() {
    return worst;
  }
}
