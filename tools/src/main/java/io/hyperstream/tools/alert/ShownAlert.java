package io.hyperstream.tools.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.RateChange;
import io.hyperstream.schemas.RateChangeKind;
import io.hyperstream.tools.report.Wording;
import io.hyperstream.tools.result.RecordPlace;
import io.hyperstream.tools.terminal.VisibleText;
import java.time.Duration;

/**
 * An alert as people are shown it: in a terminal, on the page and in reports.
 *
 * @param key of the stream, as text
 * @param record name of the record, such as {@code text/0@123}
 * @param time event time of the record, milliseconds since the epoch
 * @param score what was unusual, in the unit of its kind
 * @param threshold what the score had to reach
 * @param rate how the number of records has changed, in words; null unless that is what is unusual
 */
@JsonPropertyOrder({"key", "record", "time", "kind", "score", "threshold", "reason", "like", "why"})
public record ShownAlert(
    String key,
    String record,
    long time,
    AlertKind kind,
    double score,
    double threshold,
    @JsonInclude(JsonInclude.Include.NON_NULL) String rate,
    Why why) {

  private static final int REASON_COLUMNS = 40;

  /** What is told in short has whole words, if they are no longer than this. */
  private static final int MAX_WORD = 24;

  /** What is less probable is not told in short. */
  private static final double MIN_EXPECTED = 0.1;

  /** The alert of a stream; topic, partition and offset name its record. */
  public static ShownAlert of(String key, Alert alert) {
    return of(
        key, RecordPlace.of(alert.getTopic(), alert.getPartition(), alert.getOffset()), alert);
  }

  /** The same with another name for the record. */
  public static ShownAlert of(String key, String record, Alert alert) {
    return new ShownAlert(
        key,
        record,
        alert.getEventTime().toEpochMilli(),
        alert.getKind(),
        alert.getScore(),
        alert.getThreshold(),
        rate(alert),
        Why.of(alert));
  }

  private static String rate(Alert alert) {
    RateChange rate = alert.getRate();
    if (rate == null) {
      return null;
    }
    String what =
        rate.getChange() == RateChangeKind.BURST
            ? "%d like this".formatted(rate.getCount())
            : "none like '%s'".formatted(VisibleText.of(alert.getPattern()));
    return Wording.of(
        "%s in %d records and %.1f s; usual: %.2g",
        what, rate.getRecords(), rate.getMillis() / 1e3, rate.getUsual());
  }

  /** Why there is this alert in short, such as {@code “kernel panic”, not “all is well”}. */
  @JsonProperty
  public String reason() {
    return switch (kind) {
      case SURPRISE -> surprise();
      case DRIFT -> "more surprising than usual, for many records";
      case RATE -> rate;
    };
  }

  private String surprise() {
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

  /**
   * How often the stream had a record like this one, and when last; empty if that is not known.
   * Such as {@code 12 times, last 3 minutes before}.
   */
  @JsonProperty
  public String like() {
    if (why.pattern().isEmpty()) {
      return "";
    }
    if (why.likeSeen() == 0) {
      return "never before";
    }
    String times = Wording.count(why.likeSeen(), "time");
    if (why.likeLastSeen() == null || time - why.likeLastSeen() < 1000) {
      return times;
    }
    Duration since = Duration.ofMillis(time - why.likeLastSeen());
    return "%s, last %s before".formatted(times, inWords(since));
  }

  /** In the largest unit that it has one of. */
  private static String inWords(Duration duration) {
    if (duration.toDays() > 0) {
      return Wording.count(duration.toDays(), "day");
    }
    if (duration.toHours() > 0) {
      return Wording.count(duration.toHours(), "hour");
    }
    return duration.toMinutes() > 0
        ? Wording.count(duration.toMinutes(), "minute")
        : Wording.count(duration.toSeconds(), "second");
  }
}
