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
}
