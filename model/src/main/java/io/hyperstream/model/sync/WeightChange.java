package io.hyperstream.model.sync;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a learner publishes in a round: how its weights changed since the round before.
 *
 * @param learner its number, from 0
 * @param round counted from 0
 * @param symbols that it learned meanwhile: the weight of its change in the mean
 * @param encoding of the payload
 * @param payload the change of each weight, in the order of the arena; empty: nothing changed
 */
public record WeightChange(
    int learner, long round, long symbols, Encoding encoding, byte[] payload) {

  public WeightChange {
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(payload, "payload");
    if (learner < 0 || round < 0 || symbols < 0) {
      throw new IllegalArgumentException(
          "learner, round and symbols must be 0 or more, but are %d, %d and %d"
              .formatted(learner, round, symbols));
    }
  }

  /** Of a learner that learned nothing since the round before. */
  static WeightChange none(int learner, long round, Encoding encoding) {
    return new WeightChange(learner, round, 0, encoding, new byte[0]);
  }

  /**
   * Fills {@code values}, one for each weight.
   *
   * @throws IllegalArgumentException if the payload is of another number of weights
   */
  public void decode(float[] values) {
    if (payload.length == 0) {
      Arrays.fill(values, 0f);
    } else {
      encoding.decode(payload, values);
    }
  }
}
