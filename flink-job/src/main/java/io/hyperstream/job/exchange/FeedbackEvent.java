package io.hyperstream.job.exchange;

import java.util.Objects;

/**
 * A rule of the topic {@code feedback}.
 *
 * @param id of the rule
 * @param value the {@code Feedback} in Avro's single-object encoding, not to be changed; null where
 *     the rule is taken back
 */
public record FeedbackEvent(String id, byte[] value) implements LearnEvent {

  public FeedbackEvent {
    Objects.requireNonNull(id, "id");
  }
}
