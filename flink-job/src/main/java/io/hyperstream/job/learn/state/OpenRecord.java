package io.hyperstream.job.learn.state;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.alert.OddNumber;
import io.hyperstream.job.learn.alert.OddStretch;
import io.hyperstream.model.anomaly.RecordEvidence;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.schemas.SymbolBits;

/** An input record that is not fully scored, or that comes after such a record of its key. */
public final class OpenRecord {

  /** A score with more, as JSON, could exceed the size that Kafka accepts. */
  static final int MAX_SYMBOL_BITS = 100_000;

  /** The same of {@link #ranges}, which have names. */
  static final int MAX_RANGES = 2_000;

  /** Values of a number in {@link #ranges}. */
  public static final int RANGE = 4;

  public final String topic;
  public final int partition;
  public final long offset;
  public final long eventTime;
  public final int symbols;
  public final int characters;

  /** Whether the record is learned, too, once it is scored. */
  public boolean learned = true;

  /** How many of the symbols are not scored yet. */
  public int unscored;

  /** Bits of the scored symbols: of the model, and of the network alone. */
  public double bits;

  public double networkBits;

  /** How surprising the scored symbols are; null for vectors. */
  public RecordEvidence evidence;

  /** What stands out among the scored symbols. */
  public OddStretch stretch = new OddStretch();

  /** What kind of record it is, by the scored symbols. */
  public RecordPattern pattern = new RecordPattern();

  /** Which number makes the scored vectors unusual; null for symbols. */
  public OddNumber number;

  /** Bits of each symbol, see {@link SymbolBits}; 0 until it is scored. Null if not wanted. */
  public byte[] symbolBits;

  /**
   * Of each number of each vector {@value #RANGE} values: itself, and what the model expected of
   * it, as in {@code Range}; 0 until it is scored. Null for symbols, or if not wanted.
   */
  public double[] ranges;

  /**
   * @param perSymbol whether the bits of each symbol are wanted, or the ranges of numbers
   * @param dimension numbers in a vector; 0 for symbols
   * @param learned whether it is learned, or only scored
   */
  OpenRecord(InputRecord record, boolean perSymbol, int dimension, boolean learned) {
    this(
        record.topic,
        record.partition,
        record.offset,
        record.eventTime,
        record.observations.size(),
        record.characters,
        dimension > 0);
    this.learned = learned;
    if (perSymbol && dimension == 0 && symbols <= MAX_SYMBOL_BITS) {
      symbolBits = new byte[symbols];
    }
    long numbers = (long) symbols * dimension;
    if (perSymbol && dimension > 0 && numbers <= MAX_RANGES) {
      ranges = new double[(int) numbers * RANGE];
    }
  }

  OpenRecord(
      String topic,
      int partition,
      long offset,
      long eventTime,
      int symbols,
      int characters,
      boolean vectors) {
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.eventTime = eventTime;
    this.symbols = symbols;
    this.characters = characters;
    this.unscored = symbols;
    this.evidence = vectors ? null : new RecordEvidence();
    this.number = vectors ? new OddNumber() : null;
  }

  /** Takes the bits of the next symbol. */
  public void score(float symbolBits, float symbolNetworkBits) {
    if (this.symbolBits != null) {
      this.symbolBits[symbols - unscored] = SymbolBits.encode(symbolBits);
    }
    bits += symbolBits;
    networkBits += symbolNetworkBits;
    unscored--;
  }

  public boolean isScored() {
    return unscored == 0;
  }

  OpenRecord copy() {
    OpenRecord copy =
        new OpenRecord(topic, partition, offset, eventTime, symbols, characters, number != null);
    copy.learned = learned;
    copy.unscored = unscored;
    copy.bits = bits;
    copy.networkBits = networkBits;
    copy.evidence = evidence == null ? null : evidence.copy();
    copy.number = number == null ? null : number.copy();
    copy.stretch = stretch.copy();
    copy.pattern = pattern.copy();
    copy.symbolBits = symbolBits == null ? null : symbolBits.clone();
    copy.ranges = ranges == null ? null : ranges.clone();
    return copy;
  }
}
