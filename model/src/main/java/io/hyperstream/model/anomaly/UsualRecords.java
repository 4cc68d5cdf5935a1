package io.hyperstream.model.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the records of a stream usually look like, and so how rare one is that looks like none.
 *
 * <p>Each {@link Part} of a record is judged by the stream's own records so far: its rarity is
 * minus the logarithm of the share of records of which that part is as bad. The rarities are added
 * up, with weights, and so is how seldom the record's pattern came before, less some of the rarity
 * of the records just before, since what is unusual comes in runs. How rare such a sum is among the
 * stream's records is the answer. So where a part is always bad, it says nothing, and whatever the
 * stream, as many usual records are as surprising.
 *
 * <p>It is never rarer than the model says, which gave the record a probability of 2 to the power
 * of minus its bits. So what the model expected is no surprise, such as a shorter run of one byte.
 */
public final class UsualRecords {

  /** What is rarer than one in 60,000 is no better evidence: there were never as many records. */
  private static final double MAX_RARITY = 11;

  private static final Part[] PARTS = Part.values();

  private static final double PATTERN = 0.2;

  /** A pattern that came 64 times is not rare at all. */
  private static final double LOG_2_OF_MANY = 6;

  private static final double BEFORE = 0.4;
  private static final double FADING_OF_BEFORE = 0.3;

  /** Places in the tail for each doubling of a part, and for each unit of the sum. */
  private static final double PLACES_PER_DOUBLING = 8;

  private static final double PLACES_PER_UNIT = 7;

  /** Of the sum, in places. */
  private static final double NEAR = 9;

  private static final int EARLIER_TAILS = 8;

  private static final double LN_2 = Math.log(2);

  /** Beyond it there is no evidence: no stream has had so many records. */
  private static final double MAX_SURPRISE = 1e6;

  /** One usual record in 160 is at least as rare as this: it begins a run. */
  private static final double ODD = 5.1;

  /** One in 20 is at least as rare as this: it goes on with a run. */
  private static final double ODD_IN_RUN = 3;

  private static final int RUN_GAP = 6;
  private static final int MAX_RUN = 64;
  private static final float WEIGHT_IN_RUN = 0.02f;

  /** How surprising the records of a drift are at least, on average: one in e^2 is usually. */
  private static final double DRIFT_RARITY = 2;

  /** A single odd record is no drift. */
  private static final double MAX_DRIFT_RARITY = 4;

  private final Capacity capacity;
  final UsualValues symbolExcess;
  final UsualValues wordExcess;
  final NumberLengths numbers;
  final UsualWords words;
  private final HashCounts patterns;

  /** One for each part. */
  private final TailEstimate[] parts;

  private final TailEstimate sums;

  /** Rarity of the bits of the records before, fading. */
  private double before;

  private double drift;

  /** How many odd records there are in the run that may still go on. */
  private int run;

  /** How many records came since the last odd one. */
  private int sinceOdd;

  public UsualRecords(Capacity capacity) {
    this.capacity = capacity;
    symbolExcess = new UsualValues(capacity.values);
    wordExcess = new UsualValues(capacity.values);
    numbers = new NumberLengths(capacity.fields);
    words = new UsualWords(capacity);
    patterns = new HashCounts(capacity.patterns);
    parts = new TailEstimate[PARTS.length];
    Arrays.setAll(parts, part -> new TailEstimate());
    sums = new TailEstimate();
  }

  private UsualRecords(Capacity capacity, DataInput in) throws IOException {
    this.capacity = capacity;
    symbolExcess = UsualValues.read(capacity.values, in);
    wordExcess = UsualValues.read(capacity.values, in);
    numbers = NumberLengths.read(capacity.fields, in);
    words = UsualWords.read(capacity, in);
    patterns = HashCounts.read(capacity.patterns, in);
    parts = new TailEstimate[PARTS.length];
    for (int part = 0; part < parts.length; part++) {
      parts[part] = TailEstimate.read(in);
    }
    sums = TailEstimate.read(in);
    before = in.readDouble();
    drift = in.readDouble();
    run = in.readInt();
    sinceOdd = in.readInt();
  }

  /** As {@link #write} wrote it. */
  public static UsualRecords read(Capacity capacity, DataInput in) throws IOException {
    return new UsualRecords(capacity, in);
  }

  /**
   * Reads past what versions of it had that judged a record by fewer parts. It is of no use now:
   * what is usual begins anew.
   */
  public static UsualRecords readEarlier(DataInput in) throws IOException {
    UsualValues.read(Capacity.AMPLE.values, in);
    UsualValues.read(Capacity.AMPLE.values, in);
    NumberLengths.read(Capacity.AMPLE.fields, in);
    for (int counts = 0; counts < 2; counts++) {
      HashCounts.read(Capacity.AMPLE.patterns, in);
      in.readLong();
    }
    for (int tail = 0; tail < EARLIER_TAILS; tail++) {
      TailEstimate.read(in);
    }
    in.skipBytes(2 * Double.BYTES + 2 * Integer.BYTES);
    return new UsualRecords(Capacity.AMPLE);
  }

  public void write(DataOutput out) throws IOException {
    symbolExcess.write(out);
    wordExcess.write(out);
    numbers.write(out);
    words.write(out);
    patterns.write(out);
    for (TailEstimate part : parts) {
      part.write(out);
    }
    sums.write(out);
    out.writeDouble(before);
    out.writeDouble(drift);
    out.writeInt(run);
    out.writeInt(sinceOdd);
  }

  /** A copy that shares nothing. */
  public UsualRecords copy() {
    return StateCopy.of(this::write, in -> read(capacity, in));
  }

  /**
   * Judges a record that has ended, then takes it into account.
   *
   * @param pattern hash of its {@link RecordPattern}
   * @param totalBits of all its symbols
   * @return how many usual records of the stream there are to one that looks as unusual, at least
   *     1; after a few records only not worth much
   */
  public double judge(RecordEvidence record, long pattern, double totalBits) {
    record.end(this);
    double squares = 0;
    for (Part part : PARTS) {
      double rarity = rarity(part, record);
      squares += part.weight * rarity * rarity;
    }
    double sum =
        Math.sqrt(squares)
            + PATTERN * Math.max(0, LOG_2_OF_MANY - log2(1 + patterns.add(Long.hashCode(pattern))))
            - BEFORE * before;
    before += FADING_OF_BEFORE * (rarity(Part.SYMBOL, record) - before);
    double rarity = Math.min(sums.judge(PLACES_PER_UNIT * sum, NEAR), totalBits * LN_2);
    take(weightOf(rarity));
    drift = Math.max(0, drift + Math.min(rarity, MAX_DRIFT_RARITY) - DRIFT_RARITY);
    return Math.min(MAX_SURPRISE, Math.exp(Math.max(0, rarity)));
  }

  /**
   * How much a record counts. One that follows another odd one within {@value #RUN_GAP} records
   * counts little, since what belongs together is one event, such as the lines of a stack trace: it
   * is the number of events that tells how rare they are. A run that does not end is what is usual
   * now.
   */
  private float weightOf(double rarity) {
    boolean goesOn = sinceOdd < RUN_GAP && run > 0;
    run = goesOn ? run : 0;
    sinceOdd++;
    if (rarity < (goesOn ? ODD_IN_RUN : ODD)) {
      return 1;
    }
    run++;
    sinceOdd = 0;
    return goesOn && run <= MAX_RUN ? WEIGHT_IN_RUN : 1;
  }

  private void take(float weight) {
    for (TailEstimate part : parts) {
      part.take(weight);
    }
    sums.take(weight);
  }

  /** How many records were judged. */
  public int records() {
    return sums.values();
  }

  /** The rarity of a part, which is taken into account once the record is judged. */
  private double rarity(Part part, RecordEvidence record) {
    double place = PLACES_PER_DOUBLING * log2(1 + record.worst(part));
    return Math.min(MAX_RARITY, Math.max(0, parts[part.ordinal()].judge(place, part.near)));
  }

  private static double log2(double value) {
    return Math.log(value) / LN_2;
  }

  /**
   * How long and how much the records have been more surprising than is usual: the sum of their
   * rarities, each less 2 and at most 2 after that, that never falls below zero (Page 1954).
   */
  public double drift() {
    return drift;
  }

  /** The drift is known: it begins anew, and the records that go on like this count in full. */
  public void endDrift() {
    drift = 0;
    run = MAX_RUN;
  }
}
