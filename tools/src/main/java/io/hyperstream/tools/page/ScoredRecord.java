package io.hyperstream.tools.page;

import io.hyperstream.schemas.Score;
import io.hyperstream.schemas.SymbolBits;
import io.hyperstream.tools.result.RecordPlace;
import java.nio.ByteBuffer;

/**
 * A scored record of a stream: its position in the input, and the bits of its last symbols. Its
 * text is read later, and only if the stream is shown.
 */
final class ScoredRecord {

  /** Max number of symbols shown per record: its last ones. */
  static final int MAX_SYMBOLS = 2_000;

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

  private final byte[] symbolBits;

  private ShadedText text;
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

  /** Number of symbols of the record that are shown. */
  int shown() {
    return Math.min(symbols, MAX_SYMBOLS);
  }

  /** Whether the record's text still has to be read. */
  boolean isTextWanted() {
    return text == null && !gone;
  }

  /** The text, or null if unknown. */
  ShadedText text() {
    return text;
  }

  /** The text of an input value if it belongs to this record, otherwise null. */
  ShadedText shade(InputText input, byte[] value) {
    return input.shade(value, symbols, MAX_SYMBOLS, bits());
  }

  /** Sets the record's text; null if the input holds another record at its position. */
  void take(ShadedText shaded) {
    text = shaded;
    gone = text == null;
  }

  /** Marks the record as no longer in the input. */
  void noText() {
    gone = text == null;
  }

  /** Drops the text, so that it can be requested again. */
  void forgetText() {
    text = null;
    gone = false;
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
