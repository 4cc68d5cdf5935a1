package io.hyperstream.job.feedback;

import io.hyperstream.job.exchange.FeedbackEvent;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.SchemaSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes rules in any format that results may have, and checks them. In JSON a field that there is
 * not is refused: without its {@code patterns}, misspelt, a rule would be about all records. The
 * record's key is the id of the rule; a record without a value takes the rule back.
 */
public final class FeedbackDecoder {

  /** A rule with more would slow down every record. */
  static final int MAX_PATTERNS = 1_000;

  private static final int MAX_ID_BYTES = 1_000;

  private final ResultDecoder<Feedback> decoder;
  private final AvroCodec<Feedback> codec = AvroCodec.of(Feedback.class);

  /**
   * @param schemas of records in Confluent's framing
   */
  public FeedbackDecoder(SchemaSource schemas) {
    this.decoder = ResultDecoder.strict(Feedback.class, schemas);
  }

  /**
   * The event that the record stands for.
   *
   * @throws RejectedException with the reason, if it is no rule
   */
  public FeedbackEvent decode(RawRecord raw) throws RejectedException {
    if (raw.key == null || raw.key.length == 0 || raw.key.length > MAX_ID_BYTES) {
      throw new RejectedException(
          "the key must be the id of a rule, 1 to %d bytes long, but there %s"
              .formatted(
                  MAX_ID_BYTES, raw.key == null ? "is none" : "are " + raw.key.length + " bytes"));
    }
    String id = new String(raw.key, StandardCharsets.UTF_8);
    if (raw.value == null) {
      return new FeedbackEvent(id, null);
    }
    try {
      Feedback feedback = decoder.decode(raw.value);
      check(feedback);
      return new FeedbackEvent(id, codec.encode(feedback));
    } catch (IOException e) {
      throw new RejectedException(e.getMessage());
    }
  }

  private static void check(Feedback feedback) throws RejectedException {
    if (feedback.getPatterns().size() > MAX_PATTERNS) {
      throw new RejectedException(
          "a rule may have up to %d patterns, but this one has %d; make several rules"
              .formatted(MAX_PATTERNS, feedback.getPatterns().size()));
    }
    if (feedback.getAction() == FeedbackAction.FINE && feedback.getPatterns().isEmpty()) {
      throw new RejectedException(
          "a rule FINE needs a pattern; to silence all records of a stream, use DO_NOT_REPORT");
    }
    if (feedback.getAction() == FeedbackAction.PREDICT && !feedback.getPatterns().isEmpty()) {
      throw new RejectedException(
          "a rule PREDICT is about a stream, not about records; leave out the patterns");
    }
    if (feedback.getFrom() != null
        && feedback.getUntil() != null
        && !feedback.getFrom().isBefore(feedback.getUntil())) {
      throw new RejectedException(
          "the rule ends before it begins: from %s until %s"
              .formatted(feedback.getFrom(), feedback.getUntil()));
    }
  }
}
