package io.hyperstream.job.learn.alert;

/**
 * How surprising a symbol has to be for the model to be asked what it expected in its place: so
 * surprising that it is asked about one symbol in {@value #SYMBOLS}. To be asked costs less than
 * the step of one more symbol, so this costs well below 1%, and few alerts are left without.
 */
public final class AskingLevel {

  private static final int SYMBOLS = 500;

  /** By how many bits the level rises each time. */
  private static final double RISE = 0.5;

  private double bits;

  /** That of a new key, which is asked at once. */
  AskingLevel() {
    this(OddStretch.MIN_SURPRISE);
  }

  AskingLevel(double bits) {
    this.bits = bits;
  }

  double bits() {
    return bits;
  }

  /** The level for the symbols to come of a record: those that can begin its odd stretch. */
  float of(OddStretch stretch) {
    return Math.max((float) bits, Math.nextUp(stretch.surprise));
  }

  /** Takes a symbol. */
  void add(boolean asked) {
    bits = asked ? bits + RISE : Math.max(OddStretch.MIN_SURPRISE, bits - RISE / SYMBOLS);
  }
}
