package io.hyperstream.tools.page;

import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Range;
import io.hyperstream.schemas.Score;
import io.hyperstream.schemas.SymbolBits;
import io.hyperstream.tools.result.RecordPlace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A scored record of a stream: its position in the input, and the bits of its last symbols, or what
 * was said of an image. Its text or picture is read later, and only if the stream is shown.
 */
final class ScoredRecord {

  /** Max number of symbols shown per record: its last ones. */
  static final int MAX_SYMBOLS = 2_000;

  private static final int RANGE = 4;

  /** Index among the stream's records, from 0. */
  final long sequence;

  final String topic;
  final int partition;
  final long offset;
  final int symbols;
  final double bpc;

  /** Event time, in milliseconds since the epoch. */
  final long time;

  /** Null if there are too few records to say. */
  final Double surprise;

  /** Value, low, middle and high of each number of its vectors; null for symbols. */
  private final double[] ranges;

  private final byte[] symbolBits;

  /** What was said of an image; null for all else. */
  final Frame.Guess guess;

  /** Whether nothing in the input is to be shown: it is one of numbers, or a label. */
  private final boolean bare;

  private Content content;
  private boolean gone;

  ScoredRecord(long sequence, Score score) {
    this.sequence = sequence;
    this.topic = score.getTopic().toString().intern();
    this.partition = score.getPartition();
    this.offset = score.getOffset();
    this.symbols = score.getSymbols();
    this.bpc = score.getBpc();
    this.time = score.getEventTime().toEpochMilli();
    this.surprise = score.getSurprise();
    this.symbolBits = tail(score.getSymbolBits());
    this.ranges = score.getRanges() == null ? null : ranges(score.getRanges());
    this.guess = null;
    this.bare = ranges != null;
    this.gone = bare;
  }

  /**
   * @param isImage whether it is an image, and not the label of an earlier one
   */
  ScoredRecord(long sequence, Classification said, boolean isImage) {
    this.sequence = sequence;
    this.topic = said.getTopic().intern();
    this.partition = said.getPartition();
    this.offset = said.getOffset();
    this.symbols = 1;
    this.bpc = said.getBits() == null ? said.getExpectedBits() : said.getBits();
    this.time = said.getEventTime().toEpochMilli();
    this.surprise = null;
    this.symbolBits = null;
    this.ranges = null;
    this.guess =
        new Frame.Guess(
            said.getId(),
            said.getPredicted(),
            Rounded.probability(said.getProbability()),
            said.getLabel());
    this.bare = !isImage;
    this.gone = bare;
  }

  private static double[] ranges(List<Range> all) {
    List<Range> last = all.subList(Math.max(0, all.size() - MAX_SYMBOLS), all.size());
    double[] ranges = new double[RANGE * last.size()];
    for (int i = 0; i < last.size(); i++) {
      Range range = last.get(i);
      ranges[RANGE * i] = range.getValue() == null ? Double.NaN : range.getValue();
      ranges[RANGE * i + 1] = range.getLow();
      ranges[RANGE * i + 2] = range.getMiddle();
      ranges[RANGE * i + 3] = range.getHigh();
    }
    return ranges;
  }

  /** Value, low, middle and high of each number of its last vectors; null for symbols. */
  List<Double[]> numbers() {
    if (ranges == null) {
      return null;
    }
    List<Double[]> numbers = new ArrayList<>(ranges.length / RANGE);
    for (int at = 0; at < ranges.length; at += RANGE) {
      Double[] number = new Double[RANGE];
      for (int i = 0; i < RANGE; i++) {
        number[i] = Rounded.number(ranges[at + i]);
      }
      numbers.add(number);
    }
    return numbers;
  }

  private static byte[] tail(ByteBuffer bits) {
    if (bits == null) {
      return null;
    }
    byte[] all = new byte[bits.remaining()];
    bits.duplicate().get(all);
    return InputText.tail(all, MAX_SYMBOLS);
  }

  /** The record's name. */
  String place() {
    return RecordPlace.of(topic, partition, offset);
  }

  /** Number of symbols of the record that are shown, or of numbers. */
  int shown() {
    return ranges == null ? Math.min(symbols, MAX_SYMBOLS) : ranges.length / RANGE;
  }

  /** Whether it is one of symbols. */
  boolean isText() {
    return ranges == null && guess == null;
  }

  /** Whether it is one of vectors, with what was expected of them. */
  boolean hasNumbers() {
    return ranges != null;
  }

  /** Whether the record's text or picture still has to be read. */
  boolean isTextWanted() {
    return content == null && !gone;
  }

  /** The text, or null if unknown. */
  ShadedText text() {
    return content instanceof ShadedText text ? text : null;
  }

  /** The picture, or null if unknown. */
  ShownImage image() {
    return content instanceof ShownImage image ? image : null;
  }

  /** What an input value shows if it belongs to this record, otherwise null. */
  Content read(InputText input, byte[] value) {
    return guess == null ? input.shade(value, symbols, MAX_SYMBOLS, bits()) : input.image(value);
  }

  /** Sets what the record shows; null if the input holds another record at its position. */
  void take(Content read) {
    content = read;
    gone = content == null;
  }

  /** Marks the record as no longer in the input. */
  void noText() {
    gone = content == null;
  }

  /** Drops the text or picture, so that it can be requested again. */
  void forgetText() {
    content = null;
    gone = bare;
  }

  private double[] bits() {
    if (symbolBits == null) {
      return null;
    }
    double[] bits = new double[symbolBits.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = SymbolBits.decode(symbolBits[i]);
    }
    return bits;
  }
}
