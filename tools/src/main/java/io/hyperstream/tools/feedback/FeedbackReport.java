package io.hyperstream.tools.feedback;

import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The rules of a topic.
 *
 * @param rules in the order in which they were made
 */
public record FeedbackReport(List<StoredRule> rules) implements Report {

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
  private static final int STREAM = 20;
  private static final int AUTHOR = 12;

  @Override
  public List<String> table() {
    if (rules.isEmpty()) {
      return List.of("There are no rules.");
    }
    return new TextTable<StoredRule>()
        .text("ID", 16, StoredRule::id)
        .text("STATE", 8, rule -> rule.state().name().toLowerCase(Locale.ROOT))
        .text("ACTION", 13, rule -> rule.action().name())
        .text("STREAM", STREAM, rule -> rule.stream() == null ? "(all)" : rule.stream())
        .text("UNTIL", 16, rule -> rule.until() == null ? "for good" : time(rule.until()))
        .text("CREATED", 16, rule -> time(rule.created()))
        .text("BY", AUTHOR, rule -> rule.author() == null ? "" : rule.author())
        .text("RECORDS", Integer.MAX_VALUE, FeedbackReport::records)
        .lines(rules);
  }

  private static String time(long millis) {
    return DAY_AND_TIME.format(Instant.ofEpochMilli(millis));
  }

  private static String records(StoredRule rule) {
    String patterns = rule.patterns().isEmpty() ? "(all)" : String.join(" | ", rule.patterns());
    String from = rule.from() == null ? "" : " from " + time(rule.from());
    return patterns + from + (rule.note() == null ? "" : " (" + rule.note() + ")");
  }
}
