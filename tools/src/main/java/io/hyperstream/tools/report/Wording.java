package io.hyperstream.tools.report;

import java.util.Locale;

/** Sentences with numbers in them, the same in every locale. */
public final class Wording {

  private Wording() {}

  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Such as {@code 1 stream} or {@code 2,000 streams}. */
  public static String count(long number, String noun) {
    return of("%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  /** Once in so many, such as {@code 1:2,000}, {@code 1:20k} or {@code 1:2M}. */
  public static String oneIn(double many) {
    if (many < 1e4) {
      return of("1:%,.0f", many);
    }
    return many < 1e6 ? of("1:%.0fk", many / 1e3) : of("1:%,.0fM", many / 1e6);
  }
}
