package io.hyperstream.model.optim;

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
    require("rate", rate, rate > 0 && rate <= 1, "in (0, 1]");
    require("decay", decay, decay >= 0, "0 or more");
    require("leastRate", leastRate, leastRate >= 0 && leastRate <= 1, "in [0, 1]");
    require("vocabularyRate", vocabularyRate, vocabularyRate > 0, "more than 0");
    require("beta1", beta1, beta1 >= 0 && beta1 < 1, "in [0, 1)");
    require("beta2", beta2, beta2 >= 0 && beta2 < 1, "in [0, 1)");
    require("epsilon", epsilon, epsilon > 0, "more than 0");
    require("clipNorm", clipNorm, clipNorm > 0, "more than 0");
    require("maxMove", maxMove, maxMove > 0, "more than 0");
  }

  private static void require(String name, double value, boolean holds, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, but is %s".formatted(name, range, value));
    }
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
