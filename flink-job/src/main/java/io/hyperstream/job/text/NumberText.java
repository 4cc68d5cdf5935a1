package io.hyperstream.job.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** A number of a vector as people are shown it. */
public final class NumberText {

  private static final MathContext DIGITS = new MathContext(5);
  private static final double MAX_PLAIN = 1e9;
  private static final double MIN_PLAIN = 1e-4;

  private NumberText() {}

  /**
   * Five digits of it.
   *
   * @param number null for a missing one
   */
  public static String of(Double number) {
    if (number == null || !Double.isFinite(number)) {
      return "missing";
    }
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    double size = Math.abs(number);
    boolean plain = size == 0 || size >= MIN_PLAIN && size < MAX_PLAIN;
    return plain ? rounded.toPlainString() : String.format(Locale.ROOT, "%.4g", number);
  }
}
