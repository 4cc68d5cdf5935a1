package io.hyperstream.model.density;

import io.hyperstream.model.numeric.SplitMix64;

/**
 * The distribution that the outputs of a network stand for, in the units of the targets. Made once
 * and set anew for each prediction. Not thread-safe.
 */
public final class Mixture {

  private static final double LN_2 = Math.log(2);

  private static final int QUANTILE_STEPS = 30;
  private static final double QUANTILE_ERROR = 1e-4;

  private final DensityConfig config;
  private final double[] logWeights;
  private final double[] weights;
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
    this.weights = new double[k];
    this.means = new double[k * config.continuous()];
    this.deviations = new double[means.length];
    this.correlations = new double[k];
    this.on = new double[config.binary()];
    this.logs = new double[k];
  }

  /**
   * Takes the outputs of a network, from {@code at} on.
   *
   * @param anchors from {@code anchorAt} on, the continuous values before
   */
  public void set(float[] outputs, int at, double[] anchors, int anchorAt) {
    int count = config.continuous();
    if (count > 0) {
      for (int j = 0; j < logWeights.length; j++) {
        logWeights[j] = outputs[at + j];
      }
      double sum = MixtureLoss.logSum(logWeights);
      for (int j = 0; j < logWeights.length; j++) {
        logWeights[j] -= sum;
        weights[j] = Math.exp(logWeights[j]);
        for (int d = 0; d < count; d++) {
          int i = j * count + d;
          double anchor = config.anchored() && j % 2 == 0 ? anchors[anchorAt + d] : 0;
          means[i] = outputs[at + config.meanAt() + i] + anchor;
          deviations[i] =
              Math.exp(MixtureLoss.logDeviation(outputs[at + config.deviationAt() + i]));
        }
        if (config.isFull()) {
          correlations[j] = MixtureLoss.correlation(outputs[at + config.correlationAt() + j]);
        }
      }
    }
    for (int b = 0; b < on.length; b++) {
      on[b] = 1 / (1 + Math.exp(-outputs[at + config.binaryAt() + b]));
    }
  }

  /** The probability that a number is 1, for a binary one; else its mean. */
  public double mean(int d) {
    if (d >= config.continuous()) {
      return on[d - config.continuous()];
    }
    double mean = 0;
    for (int j = 0; j < logWeights.length; j++) {
      mean += weights[j] * means[j * config.continuous() + d];
    }
    return mean;
  }

  /**
   * The value that a number stays below with a probability, to about a thousandth of the spread; of
   * a binary number 0 or 1.
   *
   * @param p between 0 and 1
   */
  public double quantile(int d, double p) {
    if (d >= config.continuous()) {
      return on[d - config.continuous()] > 1 - p ? 1 : 0;
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double z = NormalTail.quantile(p);
    for (int j = 0; j < logWeights.length; j++) {
      int i = j * config.continuous() + d;
      double own = means[i] + deviations[i] * z;
      low = Math.min(low, own);
      high = Math.max(high, own);
    }
    // Between the quantiles of its components; Newton's steps, halved where they leave the bracket.
    double x = (low + high) / 2;
    double moved = high - low;
    for (int step = 0; step < QUANTILE_STEPS && moved > QUANTILE_ERROR; step++) {
      double below = 0;
      double density = 0;
      for (int j = 0; j < logWeights.length; j++) {
        int i = j * config.continuous() + d;
        double u = (x - means[i]) / deviations[i];
        double bell = Math.exp(-u * u / 2);
        below += weights[j] * NormalTail.below(u, bell);
        density += weights[j] * bell / deviations[i];
      }
      double off = below - p;
      if (off > 0) {
        high = x;
      } else {
        low = x;
      }
      double next = x - off / (density * NormalTail.DENSITY + Double.MIN_NORMAL);
      next = next > low && next < high ? next : (low + high) / 2;
      moved = Math.abs(next - x);
      x = next;
    }
    return x;
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
    // One of the two tails is at most a half.
    double tail = logTail(d, x, 1);
    tail = tail < -LN_2 ? tail : Math.min(tail, logTail(d, x, -1));
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
      while (j < weights.length - 1 && (u -= weights[j]) >= 0) {
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
