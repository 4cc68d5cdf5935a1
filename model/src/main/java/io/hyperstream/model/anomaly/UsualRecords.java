package io.hyperstream.model.anomaly;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * What the records of a stream usually look like, and so how rare one is that looks like none.
 *
 * <p>Each part of a record's {@link RecordEvidence} is judged by the stream's own records so far
 * (its rarity: minus the logarithm of the share of records of which that part is as bad), and so
 * are its length and how often its pattern came before. The rarities are added up, with weights,
 * less some of the rarity of the records just before, since what is unusual comes in runs. How rare
 * such a sum is among the stream's records is the answer. So where a part is always bad, it says
 * nothing, and whatever the stream, as many usual records are as surprising.
 *
 * <p>It is never rarer than the model says, which gave the record a probability of 2 to the power
 * of minus its bits. So what the model expected is no surprise, such as a shorter run of one byte.
 */
public final class UsualRecords {

  /** What is rarer than one in 60,000 is no better evidence: there were never as many records. */
  private static final double MAX_RARITY = 11;

  // Weights of the parts, found on labelled logs: docs/alerts.md says on which.

  private static final double POWER = 1.5;

  private static final double BITS = 0.6;
  private static final double SYMBOL_EXCESS = 0.5;
  private static final double WORD_EXCESS = 0.45;
  private static final double NUMBER = 0.4;
  private static final double LENGTH = 0.23;
  private static final double WORDS = 0.15;
  private static final double PATTERN = 0.17;

  /** A pattern that came 64 times is not rare at all. */
  private static final double LOG_2_OF_MANY = 6;

  private static final double BEFORE = 0.25;
  private static final double FADING_OF_BEFORE = 0.3;

  /** Places in the tail for each doubling of a part, and for each unit of the sum. */
  private static final double PLACES_PER_DOUBLING = 8;

  private static final double PLACES_PER_UNIT = 7;

  private static final double PLACES_PER_BIT = 8;

  private static final int MAX_PATTERN_COUNTERS = 1024;
  private static final int MAX_WORD_COUNTERS = 2048;

  /** Of spreads, so that there are places enough between them. */
  private static final double SCALE = 4;

  /** The length of a record of which the half is as far from nothing as from here. */
  private static final double LONG = 4096;

  private static final double LN_2 = Math.log(2);

  /** Beyond it there is no evidence: no stream has had so many records. */
  private static final double MAX_SURPRISE = 1e6;

  /** One in 100 usual records is odd, so to say. */
  private static final double ODD = 4.6;

  private static final int RUN_GAP = 10;
  private static final int MAX_RUN = 64;
  private static final float WEIGHT_IN_RUN = 0.02f;

  /** How surprising the records of a drift are at least, on average: one in e^2 is usually. */
  private static final double DRIFT_RARITY = 2;

  /** A single odd record is no drift. */
  private static final double MAX_DRIFT_RARITY = 4;

  final UsualValues symbolExcess;
  final UsualValues wordExcess;
  final NumberLengths numbers;
  private final HashCounts patterns;
  private final HashCounts words;

  private final TailEstimate bitsTail;
  private final TailEstimate symbolExcessTail;
  private final TailEstimate wordExcessTail;
  private final TailEstimate numberTail;
  private final TailEstimate wordsTail;
  private final TailEstimate longTail;
  private final TailEstimate shortTail;
  private final TailEstimate sums;
  private final List<TailEstimate> tails;

  /** Rarity of the bits of the records before, fading. */
  private double before;

  private double drift;

  /** How many odd records there are in the run that may still go on. */
  private int run;

  /** How many records came since the last odd one. */
  private int sinceOdd;

  public UsualRecords() {
    symbolExcess = new UsualValues();
    wordExcess = new UsualValues();
    numbers = new NumberLengths();
    patterns = new HashCounts(MAX_PATTERN_COUNTERS);
    words = new HashCounts(MAX_WORD_COUNTERS);
    bitsTail = new TailEstimate();
    symbolExcessTail = new TailEstimate();
    wordExcessTail = new TailEstimate();
    numberTail = new TailEstimate();
    wordsTail = new TailEstimate();
    longTail = new TailEstimate();
    shortTail = new TailEstimate();
    sums = new TailEstimate();
    tails = tails();
  }

  private UsualRecords(DataInput in) throws IOException {
    symbolExcess = UsualValues.read(in);
    wordExcess = UsualValues.read(in);
    numbers = NumberLengths.read(in);
    patterns = HashCounts.read(MAX_PATTERN_COUNTERS, in);
    words = HashCounts.read(MAX_WORD_COUNTERS, in);
    bitsTail = TailEstimate.read(in);
    symbolExcessTail = TailEstimate.read(in);
    wordExcessTail = TailEstimate.read(in);
    numberTail = TailEstimate.read(in);
    wordsTail = TailEstimate.read(in);
    longTail = TailEstimate.read(in);
    shortTail = TailEstimate.read(in);
    sums = TailEstimate.read(in);
    tails = tails();
    before = in.readDouble();
    drift = in.readDouble();
    run = in.readInt();
    sinceOdd = in.readInt();
  }

  private List<TailEstimate> tails() {
    return List.of(
        bitsTail,
        symbolExcessTail,
        wordExcessTail,
        numberTail,
        wordsTail,
        longTail,
        shortTail,
        sums);
  }

  /** As {@link #write} wrote it. */
  public static UsualRecords read(DataInput in) throws IOException {
    return new UsualRecords(in);
  }

  public void write(DataOutput out) throws IOException {
    symbolExcess.write(out);
    wordExcess.write(out);
    numbers.write(out);
    patterns.write(out);
    words.write(out);
    for (TailEstimate tail : tails) {
      tail.write(out);
    }
    out.writeDouble(before);
    out.writeDouble(drift);
    out.writeInt(run);
    out.writeInt(sinceOdd);
  }

  /** A copy that shares nothing. */
  public UsualRecords copy() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      write(new DataOutputStream(bytes));
      return read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    } catch (IOException e) { // in memory
      throw new UncheckedIOException(e);
    }
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
    double bits = rarity(bitsTail, record.bits());
    double length =
        Math.max(
            rarity(longTail, record.symbols()),
            rarity(shortTail, LONG / Math.max(1, record.symbols())));
    double powers =
        BITS * power(bits)
            + SYMBOL_EXCESS * power(rarity(symbolExcessTail, SCALE * record.symbolExcess()))
            + WORD_EXCESS * power(rarity(wordExcessTail, SCALE * record.wordExcess()))
            + NUMBER * power(rarity(numberTail, record.number()))
            + WORDS * power(rarityOfPlace(wordsTail, PLACES_PER_BIT * record.wordRarity()))
            + LENGTH * power(Math.max(0, length - LN_2));
    double sum =
        Math.pow(powers, 1 / POWER)
            + PATTERN * Math.max(0, LOG_2_OF_MANY - log2(1 + patterns.add(Long.hashCode(pattern))))
            - BEFORE * before;
    before += FADING_OF_BEFORE * (bits - before);
    double rarity = Math.min(sums.judge(PLACES_PER_UNIT * sum), totalBits * LN_2);
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
    if (rarity < ODD) {
      return 1;
    }
    run++;
    sinceOdd = 0;
    return goesOn && run <= MAX_RUN ? WEIGHT_IN_RUN : 1;
  }

  private void take(float weight) {
    for (TailEstimate tail : tails) {
      tail.take(weight);
    }
  }

  /** How rare a word is in the stream, in bits; counts it. */
  double rarityOfWord(int hash) {
    long all = words.total();
    return log2((all + 1.0) / (words.add(hash) + 1));
  }

  /** How many records were judged. */
  public int records() {
    return sums.values();
  }

  /** The rarity of a part, which is taken into account once the record is judged. */
  private static double rarity(TailEstimate tail, double value) {
    return rarityOfPlace(tail, PLACES_PER_DOUBLING * log2(1 + value));
  }

  private static double rarityOfPlace(TailEstimate tail, double place) {
    return Math.min(MAX_RARITY, Math.max(0, tail.judge(place)));
  }

  /** One part that is very rare says more than several that are not quite as rare. */
  private static double power(double rarity) {
    return rarity * Math.sqrt(rarity);
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
