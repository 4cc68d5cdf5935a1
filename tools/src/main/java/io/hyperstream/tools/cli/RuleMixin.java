package io.hyperstream.tools.cli;

import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.cli.Converters.ToDuration;
import io.hyperstream.tools.cli.Converters.ToTime;
import io.hyperstream.tools.feedback.Likes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say which records a rule is about. */
final class RuleMixin {

  /** The ways to name records that are alike. */
  private static final class Records {

    @Option(
        names = "--incident",
        paramLabel = "ID",
        description = "Records like those of this incident.")
    private String incident;

    @Option(
        names = "--record",
        paramLabel = "TOPIC/PARTITION@OFFSET",
        description = "Records like this one, for which there is an alert.")
    private String record;

    @Option(
        names = "--pattern",
        paramLabel = "TEXT",
        description = "Records like this text: a record, or a pattern.")
    private String pattern;
  }

  @ArgGroup private Records records;

  @Option(
      names = "--stream",
      paramLabel = "KEY",
      description = "Of this stream only (default: of all streams).")
  private String stream;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = ToDuration.class,
      description = "How long it holds, such as 12h or 7d (default: for good).")
  private Duration duration;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = ToTime.class,
      description =
          "Event time from which it holds, such as 2026-11-27T02:00Z (default: since ever).")
  private Instant from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = ToTime.class,
      description = "Event time until which it holds (default: for good).")
  private Instant until;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for whoever reads the list.")
  private String note;

  @Mixin private AlertTopicsMixin topics;

  /** The rule. */
  Feedback rule(
      CommandSpec spec, FeedbackAction action, Map<String, String> settings, SchemaSource schemas)
      throws IOException {
    if (duration != null && until != null) {
      throw new ParameterException(spec.commandLine(), "Give --for or --until, and not both");
    }
    if (duration != null && duration.isZero()) {
      throw new ParameterException(
          spec.commandLine(), "--for is the time that it holds, such as 7d, and cannot be 0");
    }
    if (records == null && (action == FeedbackAction.FINE || stream == null && ending() == null)) {
      throw new ParameterException(
          spec.commandLine(),
          "Which records: give --incident, --record or --pattern"
              + (action == FeedbackAction.FINE ? "" : ", a --stream or a time"));
    }
    if (from != null && ending() != null && !from.isBefore(ending())) {
      throw new ParameterException(
          spec.commandLine(),
          "It would end before it begins: from %s until %s".formatted(from, ending()));
    }
    return Feedback.newBuilder()
        .setAction(action)
        .setStream(stream)
        .setPatterns(patterns(new Likes(settings, schemas, topics.alerts(), topics.incidents())))
        .setFrom(from)
        .setUntil(ending())
        .setOrigin(records == null || records.pattern != null ? null : origin())
        .setNote(note)
        .setAuthor(System.getProperty("user.name"))
        .setCreated(Instant.now())
        .build();
  }

  private Instant ending() {
    if (duration == null) {
      return until;
    }
    Instant start = from == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : from;
    return start.plus(duration);
  }

  private String origin() {
    return records.incident == null ? records.record : records.incident;
  }

  private List<String> patterns(Likes likes) throws IOException {
    if (records == null) {
      return List.of();
    }
    if (records.incident != null) {
      return likes.ofIncident(records.incident);
    }
    return records.record != null
        ? likes.ofRecord(records.record)
        : List.of(RecordPattern.of(records.pattern).text());
  }
}
