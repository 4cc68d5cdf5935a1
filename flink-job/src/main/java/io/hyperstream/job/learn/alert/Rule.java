package io.hyperstream.job.learn.alert;

import io.hyperstream.job.input.StreamKey;
import io.hyperstream.model.anomaly.RecordPattern;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * What somebody said about records.
 *
 * @param id that names it
 * @param stream key of their stream; null for all streams
 * @param patterns of the records, each of which is meant if it is like one; empty for all records
 * @param from event time of the first record, milliseconds since the epoch
 * @param until event time of the first record that is not meant any more
 */
record Rule(
    String id, FeedbackAction action, String stream, List<String> patterns, long from, long until) {

  /**
   * Similarity from which a record is like a pattern: one word in twenty may differ. In a short
   * line, the only word that differs may be the one that matters.
   */
  private static final double ALIKE = 0.9;

  static Rule of(String id, Feedback feedback) {
    return new Rule(
        id,
        feedback.getAction(),
        feedback.getStream() == null
            ? null
            : StreamKey.of(feedback.getStream().getBytes(StandardCharsets.UTF_8)),
        List.copyOf(feedback.getPatterns()),
        millis(feedback.getFrom(), Long.MIN_VALUE),
        millis(feedback.getUntil(), Long.MAX_VALUE));
  }

  private static long millis(Instant time, long otherwise) {
    return time == null ? otherwise : time.toEpochMilli();
  }

  /** Whether it is about a stream at that time, whatever the records are. */
  boolean covers(String key, long eventTime) {
    return (stream == null || stream.equals(key)) && eventTime >= from && eventTime < until;
  }

  /** Whether it is about all records. */
  boolean isForAll() {
    return patterns.isEmpty();
  }

  /** Whether it is about records of that pattern. */
  boolean isFor(String pattern) {
    return isForAll()
        || patterns.stream().anyMatch(own -> RecordPattern.similarity(own, pattern) >= ALIKE);
  }
}
