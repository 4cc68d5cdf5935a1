package io.hyperstream.tools.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.RareWord;
import io.hyperstream.schemas.RateChange;
import io.hyperstream.schemas.RateChangeKind;
import io.hyperstream.tools.result.RecordPlace;
import io.hyperstream.tools.terminal.VisibleText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * An alert as people are shown it: in a terminal, on the page and in reports.
 *
 * @param key of the stream, as text
 * @param record name of the record, such as {@code text/0@123}
 * @param time event time of the record, milliseconds since the epoch
 * @param score what was unusual, in the unit of its kind
 * @param threshold what the score had to reach
 * @param rate how the number of records has changed, in words; null unless that is what is unusual
 * @param words words of the record that the stream has rarely said, the rarest first
 */
@JsonPropertyOrder({"key", "record", "time", "kind", "score", "threshold", "reason", "words"})
public record ShownAlert(
    String key,
    String record,
    long time,
    AlertKind kind,
    double score,
    double threshold,
    @JsonInclude(JsonInclude.Include.NON_NULL) String rate,
    List<Word> words) {

  /**
   * A word, all of its characters visible.
   *
   * @param before about how often the stream had said it before the record; 0: it is new
   */
  public record Word(String word, int before) {}

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
        alert.getRareWords().stream().map(word -> word(alert.getText(), word)).toList());
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
    return String.format(
        Locale.ROOT,
        "%s in %d records and %.1f s; usual: %.2g",
        what,
        rate.getRecords(),
        rate.getMillis() / 1e3,
        rate.getUsual());
  }

  private static Word word(Object text, RareWord word) {
    return new Word(text(text, word.getStart(), word.getEnd()), word.getBefore());
  }

  private static String text(Object symbols, int start, int end) {
    if (symbols instanceof ByteBuffer bytes) {
      ByteBuffer slice = bytes.slice(bytes.position() + start, end - start);
      return VisibleText.of(StandardCharsets.UTF_8.decode(slice).toString());
    }
    return ((List<?>) symbols)
        .subList(start, end).stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** Why there is this alert, such as {@code new: kernel panic; rare: at}. */
  @JsonProperty
  public String reason() {
    String fresh = group("new: ", word -> word.before() == 0);
    String rare = group("rare: ", word -> word.before() > 0);
    String all = fresh.isEmpty() || rare.isEmpty() ? fresh + rare : fresh + "; " + rare;
    return switch (kind) {
      case SURPRISE -> all.isEmpty() ? "is unlike the records before it" : all;
      case DRIFT -> "the stream costs more bits per symbol than before";
      case RATE -> rate;
    };
  }

  private String group(String name, Predicate<Word> wanted) {
    String found = words.stream().filter(wanted).map(Word::word).collect(Collectors.joining(" "));
    return found.isEmpty() ? "" : name + found;
  }
}
