package io.hyperstream.model.sync;

import java.util.Objects;

/**
 * What a learner publishes: how its weights changed since what it published before.
 *
 * @param learner its number, from 0
 * @param number of the change among those of its learner, from 0
 * @param symbols that were learned with it: its weight in the mean
 * @param encoding of the payload
 * @param payload the change of each weight, in the order of the arena
 */
public record WeightChange(
    int learner, long number, long symbols, Encoding encoding, byte[] payload) {

  public WeightChange {
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(payload, "payload");
    if (learner < 0 || number < 0 || symbols < 1) {
      throw new IllegalArgumentException(
          "learner and number must be 0 or more, and symbols 1 or more, but they are %d, %d and %d"
              .formatted(learner, number, symbols));
    }
  }

  /**
   * Fills {@code values}, one for each weight.
   *
   * @throws IllegalArgumentException if the payload is of another number of weights
   */
  public void decode(float[] values) {
    encoding.decode(payload, values);
  }
}
