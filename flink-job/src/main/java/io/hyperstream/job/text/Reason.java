package io.hyperstream.job.text;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.RateChange;
import io.hyperstream.schemas.RateChangeKind;
import java.util.Locale;

/** Why there is an alert in short, such as {@code “kernel panic”, not “all is well”}. */
public final class Reason {

  private static final int REASON_COLUMNS = 40;

  /** What is told in short has whole words, if they are no longer than this. */
  private static final int MAX_WORD = 24;

  /** What is less probable is not told in short. */
  private static final double MIN_EXPECTED = 0.1;

  private Reason() {}

  /** The reason of an alert. */
  public static String of(Alert alert) {
    return of(alert.getKind(), Why.of(alert), rate(alert));
  }

  /**
   * The same of what is known of it.
   *
   * @param rate see {@link #rate}
   */
  public static String of(AlertKind kind, Why why, String rate) {
    return switch (kind) {
      case SURPRISE -> surprise(why);
      case DRIFT -> "more surprising than usual, for many records";
      case RATE -> rate;
    };
  }

  /** How the number of records has changed, in words; null unless that is what is unusual. */
  public static String rate(Alert alert) {
    RateChange rate = alert.getRate();
    if (rate == null) {
      return null;
    }
    String what =
        rate.getChange() == RateChangeKind.BURST
            ? "%d like this".formatted(rate.getCount())
            : "none like '%s'".formatted(VisibleText.of(alert.getPattern()));
    return String.format(
        Locale.ROOT,
        "%s in %d records and %.1f s; usual: %.2g",
        what,
        rate.getRecords(),
        rate.getMillis() / 1e3,
        rate.getUsual());
  }

  private static String surprise(Why why) {
    if (why.stretch().isEmpty()) {
      return "unlike the records before it";
    }
    boolean known =
        !why.expected().isEmpty() && why.expected().get(0).probability() >= MIN_EXPECTED;
    String start = lastWord(why.before());
    String end = firstWord(why.after());
    return quoted(start + why.stretch() + end)
        + (known ? ", not " + quoted(start + why.expected().get(0).continuation()) : "");
  }

  /** The beginning of the word that the text breaks off in. */
  private static String lastWord(String text) {
    int from = text.length();
    while (from > 0 && !Character.isWhitespace(text.charAt(from - 1))) {
      from--;
    }
    return text.length() - from > MAX_WORD ? "" : text.substring(from);
  }

  /** The end of the word that the text goes on with. */
  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end > MAX_WORD ? "" : text.substring(0, end);
  }

  private static String quoted(String text) {
    return "“" + VisibleText.cut(Why.oneLine(text), REASON_COLUMNS) + "”";
  }
}
