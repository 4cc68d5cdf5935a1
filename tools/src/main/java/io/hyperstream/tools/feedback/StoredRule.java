package io.hyperstream.tools.feedback;

import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import java.time.Instant;
import java.util.List;

/**
 * A rule in the topic.
 *
 * @param state at the time when it was read
 * @param stream that it is about; null for all streams
 * @param patterns of the records that it is about; empty for all records
 * @param from event time from which it holds, milliseconds since the epoch; null: since ever
 * @param until event time until which it holds, milliseconds since the epoch; null: for good
 * @param created milliseconds since the epoch
 * @param author who made it, or null
 * @param origin the incident or record that it was made from, or null
 * @param note why it was made, or null
 */
public record StoredRule(
    String id,
    State state,
    FeedbackAction action,
    String stream,
    List<String> patterns,
    Long from,
    Long until,
    long created,
    String author,
    String origin,
    String note) {

  /** Whether a rule holds for records of now. */
  public enum State {
    ACTIVE,
    FUTURE,
    EXPIRED
  }

  /**
   * @param written when it was written to the topic, milliseconds since the epoch
   */
  public static StoredRule of(String id, Feedback rule, long written, Instant now) {
    return new StoredRule(
        id,
        state(rule, now),
        rule.getAction(),
        rule.getStream(),
        List.copyOf(rule.getPatterns()),
        millis(rule.getFrom()),
        millis(rule.getUntil()),
        rule.getCreated() == null ? written : rule.getCreated().toEpochMilli(),
        rule.getAuthor(),
        rule.getOrigin(),
        rule.getNote());
  }

  private static State state(Feedback rule, Instant now) {
    if (rule.getUntil() != null && !now.isBefore(rule.getUntil())) {
      return State.EXPIRED;
    }
    return rule.getFrom() != null && now.isBefore(rule.getFrom()) ? State.FUTURE : State.ACTIVE;
  }

  private static Long millis(Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
