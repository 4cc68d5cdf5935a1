package io.hyperstream.model.optim;

import io.hyperstream.model.config.InvalidValueException;
import java.io.Serializable;

/**
 * Adam and what guards it.
 *
 * @param rate the learning rate at the first update
 * @param decay how fast the rate falls, per update; 0 keeps it
 * @param leastRate what it never falls below, in units of the rate, since a stream has no end
 * @param vocabularyRate the rate of what belongs to single symbols, the softmax and the symbol
 *     table, in units of the rate
 * @param beta1 memory of the gradient's mean; 0 keeps no mean at all
 * @param beta2 memory of the gradient's square
 * @param epsilon added to the root of the square
 * @param clipNorm the largest global norm of the gradient (of the mean loss in nats)
 * @param maxMove the most one weight may move in one update, in units of the rate
 */
public record AdamConfig(
    double rate,
    double decay,
    double leastRate,
    double vocabularyRate,
    double beta1,
    double beta2,
    double epsilon,
    double clipNorm,
    double maxMove)
    implements Serializable {

  public AdamConfig {
    InvalidValueException.require(rate > 0 && rate <= 1, "rate", "in (0, 1]", rate);
    InvalidValueException.require(decay >= 0, "decay", "0 or more", decay);
    InvalidValueException.require(
        leastRate >= 0 && leastRate <= 1, "leastRate", "in [0, 1]", leastRate);
    InvalidValueException.require(
        vocabularyRate > 0, "vocabularyRate", "more than 0", vocabularyRate);
    InvalidValueException.require(beta1 >= 0 && beta1 < 1, "beta1", "in [0, 1)", beta1);
    InvalidValueException.require(beta2 >= 0 && beta2 < 1, "beta2", "in [0, 1)", beta2);
    InvalidValueException.require(epsilon > 0, "epsilon", "more than 0", epsilon);
    InvalidValueException.require(clipNorm > 0, "clipNorm", "more than 0", clipNorm);
    InvalidValueException.require(maxMove > 0, "maxMove", "more than 0", maxMove);
  }

  /**
   * {@code rate / sqrt(1 + decay * update)}, but not less than {@code rate * leastRate}.
   *
   * @param update counted from 0
   */
  public double rateAt(long update) {
    return rate * Math.max(leastRate, 1 / Math.sqrt(1 + decay * update));
  }

  public AdamConfig withRate(double value) {
    return new AdamConfig(
        value, decay, leastRate, vocabularyRate, beta1, beta2, epsilon, clipNorm, maxMove);
  }
}
