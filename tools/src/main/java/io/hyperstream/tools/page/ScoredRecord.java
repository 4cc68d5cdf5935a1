package io.hyperstream.tools.page;

import io.hyperstream.schemas.Score;
import io.hyperstream.schemas.SymbolBits;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A scored record of a stream: where it lies in the input, and the bits of its last symbols. Its
 * text comes later, if somebody looks at the stream.
 */
final class ScoredRecord {

  /** Symbols of a record that are shown: its last ones. */
  static final int MAX_SYMBOLS = 2_000;

  /** Place among the stream's records, from 0. */
  final long sequence;

  final String topic;
  final int partition;
  final long offset;
  final int symbols;
  final double bpc;
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
    this.symbolBits = tail(score.getSymbolBits());
  }

  private static byte[] tail(ByteBuffer bits) {
    if (bits == null) {
      return null;
    }
    byte[] all = new byte[bits.remaining()];
    bits.duplicate().get(all);
    return all.length <= MAX_SYMBOLS
        ? all
        : Arrays.copyOfRange(all, all.length - MAX_SYMBOLS, all.length);
  }

  /** How many of the record's symbols are shown. */
  int shown() {
    return Math.min(symbols, MAX_SYMBOLS);
  }

  /** Whether it is still open what the record's text is. */
  boolean isTextWanted() {
    return text == null && !gone;
  }

  /** The text, or null if it is not known. */
  ShadedText text() {
    return text;
  }

  /** What a value of the input says, if it is this record's; else null. */
  ShadedText shade(InputText input, byte[] value) {
    return input.shade(value, symbols, MAX_SYMBOLS, bits());
  }

  /** Takes the record's text; null if it has none that was scored. */
  void take(ShadedText shaded) {
    text = shaded;
    gone = text == null;
  }

  /** The record is not in the input any more. */
  void noText() {
    gone = text == null;
  }

  /** As if the text had never been asked for. */
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
