package io.hyperstream.model.optim;

import static io.hyperstream.model.config.InvalidValueException.require;

import java.io.Serializable;

/**
 * Adam and what guards it. Made by {@link #builder}.
 *
 * @param rate the learning rate at the first update
 * @param decay how fast the rate falls, per update; 0 keeps it
 * @param minRate what the rate never falls below, in units of the rate, since a stream has no end
 * @param vocabularyRate the rate of what belongs to single symbols, the softmax and the symbol
 *     table, in units of the rate
 * @param beta1 memory of the gradient's mean; 0 keeps no mean at all
 * @param beta2 memory of the gradient's square
 * @param epsilon added to the root of the square
 * @param clipNorm the maximum global norm of the gradient (of the mean loss in nats)
 * @param maxMove how far one weight may move in one update, in units of the rate
 */
public record AdamConfig(
    double rate,
    double decay,
    double minRate,
    double vocabularyRate,
    double beta1,
    double beta2,
    double epsilon,
    double clipNorm,
    double maxMove)
    implements Serializable {

  public AdamConfig {
    require(rate > 0 && rate <= 1, "rate", "in (0, 1]", rate);
    require(decay >= 0, "decay", "0 or more", decay);
    require(minRate >= 0 && minRate <= 1, "minRate", "in [0, 1]", minRate);
    require(vocabularyRate > 0, "vocabularyRate", "more than 0", vocabularyRate);
    require(beta1 >= 0 && beta1 < 1, "beta1", "in [0, 1)", beta1);
    require(beta2 >= 0 && beta2 < 1, "beta2", "in [0, 1)", beta2);
    require(epsilon > 0, "epsilon", "more than 0", epsilon);
    require(clipNorm > 0, "clipNorm", "more than 0", clipNorm);
    require(maxMove > 0, "maxMove", "more than 0", maxMove);
  }

  /** The paper's Adam; betas and epsilon, which it does not state, are its framework's defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@code rate / sqrt(1 + decay * update)}, but not less than {@code rate * minRate}.
   *
   * @param update counted from 0
   */
  public double rateAt(long update) {
    return rate * Math.max(minRate, 1 / Math.sqrt(1 + decay * update));
  }

  /** The same with another learning rate. */
  public AdamConfig withRate(double value) {
    return new AdamConfig(
        value, decay, minRate, vocabularyRate, beta1, beta2, epsilon, clipNorm, maxMove);
  }

  /** Sets values by name. */
  public static final class Builder {

    private double rate = 0.001;
    private double decay;
    private double minRate;
    private double vocabularyRate = 1;
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double epsilon = 1e-8;
    private double clipNorm = 1;
    private double maxMove = Double.MAX_VALUE;

    private Builder() {}

    public Builder rate(double value) {
      rate = value;
      return this;
    }

    public Builder decay(double value) {
      decay = value;
      return this;
    }

    public Builder minRate(double value) {
      minRate = value;
      return this;
    }

    public Builder vocabularyRate(double value) {
      vocabularyRate = value;
      return this;
    }

    public Builder beta1(double value) {
      beta1 = value;
      return this;
    }

    public Builder beta2(double value) {
      beta2 = value;
      return this;
    }

    public Builder epsilon(double value) {
      epsilon = value;
      return this;
    }

    public Builder clipNorm(double value) {
      clipNorm = value;
      return this;
    }

    public Builder maxMove(double value) {
      maxMove = value;
      return this;
    }

    public AdamConfig build() {
      return new AdamConfig(
          rate, decay, minRate, vocabularyRate, beta1, beta2, epsilon, clipNorm, maxMove);
    }
  }
}
