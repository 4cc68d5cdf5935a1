package io.hyperstream.model.density;

import io.hyperstream.model.numeric.SplitMix64;

/**
 * The distribution that the outputs of a network stand for, in the units of the targets. Made once
 * and set anew for each prediction. Not thread-safe.
 */
public final class Mixture {

  private static final double LN_2 = Math.log(2);

  private final DensityConfig config;
  private final double[] logWeights;
  private final double[] means;
  private final double[] deviations;
  private final double[] correlations;
  private final double[] on;

  /** Logarithms that are summed up. */
  private final double[] logs;

  public Mixture(DensityConfig config) {
    this.config = config;
    int k = config.components();
    this.logWeights = new double[k];
    this.means = new double[k * config.continuous()];
    this.deviations = new double[means.length];
    this.correlations = new double[k];
    this.on = new double[config.binary()];
    this.logs = new double[k];
  }

  /**
   * Takes the outputs of a network.
   *
   * @param anchors from {@code anchorAt} on, the continuous values before
   */
  public void set(float[] outputs, double[] anchors, int anchorAt) {
    int count = config.continuous();
    if (count > 0) {
      for (int j = 0; j < logWeights.length; j++) {
        logWeights[j] = outputs[j];
      }
      double sum = MixtureLoss.logSum(logWeights);
      for (int j = 0; j < logWeights.length; j++) {
        logWeights[j] -= sum;
        for (int d = 0; d < count; d++) {
          int i = j * count + d;
          double anchor = config.anchored() && j % 2 == 0 ? anchors[anchorAt + d] : 0;
          means[i] = outputs[config.meanAt() + i] + anchor;
          deviations[i] = Math.exp(MixtureLoss.logDeviation(outputs[config.deviationAt() + i]));
        }
        if (config.isFull()) {
          correlations[j] = MixtureLoss.correlation(outputs[config.correlationAt() + j]);
        }
      }
    }
    for (int b = 0; b < on.length; b++) {
      on[b] = 1 / (1 + Math.exp(-outputs[config.binaryAt() + b]));
    }
  }

  /** The probability that a number is 1, for a binary one; else its mean. */
  public double mean(int d) {
    if (d >= config.continuous()) {
      return on[d - config.continuous()];
    }
    double mean = 0;
    for (int j = 0; j < logWeights.length; j++) {
      mean += Math.exp(logWeights[j]) * means[j * config.continuous() + d];
    }
    return mean;
  }

  /**
   * How far out a number is: minus the binary logarithm of the probability of one that is at least
   * as far out on its side, doubled; so 0 in the middle. Of a binary number: the bits that it
   * costs.
   */
  public double tailBits(int d, double x) {
    if (d >= config.continuous()) {
      double p = on[d - config.continuous()];
      return -Math.log(x > 0.5 ? p : 1 - p) / LN_2;
    }
    double tail = Math.min(logTail(d, x, 1), logTail(d, x, -1));
    return Math.max(0, -tail / LN_2 - 1);
  }

  /** ln P(X > x) for a sign of 1, ln P(X < x) for one of -1. */
  double logTail(int d, double x, int sign) {
    for (int j = 0; j < logs.length; j++) {
      int i = j * config.continuous() + d;
      logs[j] = logWeights[j] + NormalTail.log(sign * (x - means[i]) / deviations[i]);
    }
    return MixtureLoss.logSum(logs);
  }

  /** Draws an observation. */
  public void sample(SplitMix64 random, double[] target) {
    int count = config.continuous();
    if (count > 0) {
      double u = uniform(random);
      int j = 0;
      while (j < logWeights.length - 1 && (u -= Math.exp(logWeights[j])) >= 0) {
        j++;
      }
      double before = 0;
      for (int d = 0; d < count; d++) {
        double z = normal(random);
        if (config.isFull() && d == 1) {
          double rho = correlations[j];
          z = rho * before + Math.sqrt(1 - rho * rho) * z;
        }
        before = z;
        int i = j * count + d;
        target[d] = means[i] + deviations[i] * z;
      }
    }
    for (int b = 0; b < on.length; b++) {
      target[count + b] = uniform(random) < on[b] ? 1 : 0;
    }
  }

  private static double uniform(SplitMix64 random) {
    return (random.next(1L << 53) + 0.5) / (1L << 53);
  }

  /** By Box and Muller. */
  private static double normal(SplitMix64 random) {
    double radius = Math.sqrt(-2 * Math.log(uniform(random)));
    return radius * Math.cos(2 * Math.PI * uniform(random));
  }
}
