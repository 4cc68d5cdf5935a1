package io.hyperstream.tools.page;

import java.math.BigDecimal;
import java.math.MathContext;

/** Rounds numbers to the digits that the page shows, which keeps messages short. */
final class Rounded {

  private static final MathContext NUMBER = new MathContext(6);

  private Rounded() {}

  /** Bits per symbol, to a thousandth. */
  static double bpc(double bpc) {
    return Math.round(bpc * 1_000) / 1_000.0;
  }

  /** Surprise, to a tenth. */
  static double surprise(double surprise) {
    return Math.round(surprise * 10) / 10.0;
  }

  /** An age in seconds, down to tens. */
  static long seconds(long millis) {
    return millis / 10_000 * 10;
  }

  /** A number of a vector, to six digits; null if it is missing. */
  static Double number(double number) {
    return Double.isFinite(number)
        ? (Double) new BigDecimal(number).round(NUMBER).doubleValue()
        : null;
  }

  /** A probability, to a thousandth. */
  static double probability(double probability) {
    return Math.round(probability * 1_000) / 1_000.0;
  }
}
