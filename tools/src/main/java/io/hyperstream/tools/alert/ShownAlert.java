package io.hyperstream.tools.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hyperstream.job.text.Reason;
import io.hyperstream.job.text.Why;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.tools.report.Wording;
import io.hyperstream.tools.result.RecordPlace;
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
        Reason.rate(alert),
        Why.of(alert));
  }

  /** Why there is this alert in short, such as {@code “kernel panic”, not “all is well”}. */
  @JsonProperty
  public String reason() {
    return Reason.of(kind, why, rate);
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
