package io.hyperstream.model.density;

/**
 * The log-loss of a mixture density and its gradient (reference 1.6; Graves 2013, section 4), all
 * in logarithms. A value that is missing has no loss: the density is that of the others. The
 * logarithm of a deviation is held between -7 and 7, so a stream that stands still does not drive a
 * density to infinity. Not thread-safe.
 */
public final class MixtureLoss {

  static final double MAX_LOG_DEVIATION = 7;

  /** Keeps 1 - rho^2 above zero. */
  static final double MAX_CORRELATION = 0.999;

  private static final double LN_2 = Math.log(2);
  private static final double LOG_2_PI = Math.log(2 * Math.PI);

  private final DensityConfig config;

  /** For each component: log pi; log (pi N), then the share g of it; the entropy of N. */
  private final double[] logWeight;

  private final double[] share;
  private final double[] entropy;

  public MixtureLoss(DensityConfig config) {
    this.config = config;
    this.logWeight = new double[config.components()];
    this.share = new double[config.components()];
    this.entropy = new double[config.components()];
  }

  /**
   * One prediction: its outputs become their gradient.
   *
   * @param outputs from {@code at} on, as {@link DensityConfig#outputs} says
   * @param targets from {@code targetAt} on: targets, then anchors
   * @param scale factor of the gradient, which is of the loss in nats
   * @param bits three of them are written: the loss in bits at {@code bitsAt}, and {@code stride}
   *     apart its expectation (at least: the entropy of a component on average, and that of the
   *     choice between them) and its variance
   */
  public void row(
      float[] outputs,
      int at,
      float[] targets,
      int targetAt,
      float scale,
      float[] bits,
      int bitsAt,
      int stride) {
    double loss = 0;
    double mean = 0;
    double variance = 0;
    if (config.continuous() > 0) {
      int present = logDensities(outputs, at, targets, targetAt);
      double log = normalise(share);
      loss = present > 0 ? -log : 0;
      double choice = 0;
      for (int j = 0; j < config.components(); j++) {
        double weight = Math.exp(logWeight[j]);
        mean += weight * entropy[j];
        choice -= weight * logWeight[j];
      }
      for (int j = 0; j < config.components(); j++) {
        double off = entropy[j] - mean;
        variance += Math.exp(logWeight[j]) * off * off;
      }
      variance += present / 2.0;
      mean += present > 0 ? choice : 0;
      gradient(outputs, at, targets, targetAt, scale);
    }
    int binaryAt = at + config.binaryAt();
    for (int b = 0; b < config.binary(); b++) {
      float target = targets[targetAt + config.continuous() + b];
      double logit = outputs[binaryAt + b];
      outputs[binaryAt + b] = 0;
      if (!Float.isNaN(target)) {
        double on = 1 / (1 + Math.exp(-logit));
        double costOn = softplus(-logit);
        double costOff = softplus(logit);
        double expected = on * costOn + (1 - on) * costOff;
        loss += target * costOn + (1 - target) * costOff;
        mean += expected;
        variance += on * costOn * costOn + (1 - on) * costOff * costOff - expected * expected;
        outputs[binaryAt + b] = (float) (scale * (on - target));
      }
    }
    bits[bitsAt] = (float) (loss / LN_2);
    bits[bitsAt + stride] = (float) (mean / LN_2);
    bits[bitsAt + 2 * stride] = (float) (variance / (LN_2 * LN_2));
  }

  /** Fills log pi, log (pi N) and entropies; returns how many values there are. */
  private int logDensities(float[] outputs, int at, float[] targets, int targetAt) {
    int count = config.continuous();
    for (int j = 0; j < config.components(); j++) {
      logWeight[j] = outputs[at + j];
    }
    double sum = logSum(logWeight);
    int present = 0;
    for (int d = 0; d < count; d++) {
      present += Float.isNaN(targets[targetAt + d]) ? 0 : 1;
    }
    boolean pair = config.isFull() && present == 2;
    for (int j = 0; j < config.components(); j++) {
      logWeight[j] -= sum;
      double log = logWeight[j];
      double h = 0;
      for (int d = 0; d < count; d++) {
        if (!Float.isNaN(targets[targetAt + d])) {
          double s = logDeviation(outputs[deviationAt(at, j, d)]);
          log -= s + LOG_2_PI / 2;
          h += s + (LOG_2_PI + 1) / 2;
          if (!pair) {
            double z = z(outputs, at, targets, targetAt, j, d);
            log -= z * z / 2;
          }
        }
      }
      if (pair) {
        double rho = correlation(outputs[at + config.correlationAt() + j]);
        double free = 1 - rho * rho;
        double d1 = z(outputs, at, targets, targetAt, j, 0);
        double d2 = z(outputs, at, targets, targetAt, j, 1);
        log -= (d1 * d1 + d2 * d2 - 2 * rho * d1 * d2) / (2 * free) + Math.log(free) / 2;
        h += Math.log(free) / 2;
      }
      share[j] = log;
      entropy[j] = h;
    }
    return present;
  }

  private void gradient(float[] outputs, int at, float[] targets, int targetAt, float scale) {
    int count = config.continuous();
    boolean pair =
        config.isFull() && !Float.isNaN(targets[targetAt]) && !Float.isNaN(targets[targetAt + 1]);
    for (int j = 0; j < config.components(); j++) {
      double g = scale * share[j];
      if (pair) {
        pairGradient(outputs, at, targets, targetAt, g, j);
      } else {
        if (config.isFull()) {
          outputs[at + config.correlationAt() + j] = 0;
        }
        for (int d = 0; d < count; d++) {
          int meanAt = meanAt(at, j, d);
          int deviationAt = deviationAt(at, j, d);
          if (Float.isNaN(targets[targetAt + d])) {
            outputs[meanAt] = 0;
            outputs[deviationAt] = 0;
            continue;
          }
          double z = z(outputs, at, targets, targetAt, j, d);
          double s = logDeviation(outputs[deviationAt]);
          outputs[meanAt] = (float) (-g * z * Math.exp(-s));
          outputs[deviationAt] = free(outputs[deviationAt], -g * (z * z - 1));
        }
      }
      outputs[at + j] = (float) (scale * (Math.exp(logWeight[j]) - share[j]));
    }
  }

  private void pairGradient(
      float[] outputs, int at, float[] targets, int targetAt, double g, int j) {
    int rhoAt = at + config.correlationAt() + j;
    double rho = correlation(outputs[rhoAt]);
    double c = 1 / (1 - rho * rho);
    double d1 = z(outputs, at, targets, targetAt, j, 0);
    double d2 = z(outputs, at, targets, targetAt, j, 1);
    double zq = d1 * d1 + d2 * d2 - 2 * rho * d1 * d2;
    boolean held = Math.abs(rho) >= MAX_CORRELATION;
    outputs[rhoAt] = held ? 0 : (float) (-g * (d1 * d2 + rho * (1 - c * zq)));
    for (int d = 0; d < 2; d++) {
      double own = d == 0 ? d1 : d2;
      double cross = c * (own - rho * (d == 0 ? d2 : d1));
      int deviationAt = deviationAt(at, j, d);
      double s = logDeviation(outputs[deviationAt]);
      outputs[meanAt(at, j, d)] = (float) (-g * cross * Math.exp(-s));
      outputs[deviationAt] = free(outputs[deviationAt], -g * (own * cross - 1));
    }
  }

  /** No gradient drives what is held at a limit beyond it. */
  private static float free(double logDeviation, double gradient) {
    boolean beyond =
        logDeviation <= -MAX_LOG_DEVIATION && gradient > 0
            || logDeviation >= MAX_LOG_DEVIATION && gradient < 0;
    return beyond ? 0 : (float) gradient;
  }

  /** (x - mu) / sigma. */
  private double z(float[] outputs, int at, float[] targets, int targetAt, int j, int d) {
    double mean = outputs[meanAt(at, j, d)];
    if (config.anchored() && j % 2 == 0) {
      mean += targets[targetAt + config.dimension() + d];
    }
    double s = logDeviation(outputs[deviationAt(at, j, d)]);
    return (targets[targetAt + d] - mean) * Math.exp(-s);
  }

  private int meanAt(int at, int j, int d) {
    return at + config.meanAt() + j * config.continuous() + d;
  }

  private int deviationAt(int at, int j, int d) {
    return at + config.deviationAt() + j * config.continuous() + d;
  }

  static double logDeviation(double output) {
    return Math.max(-MAX_LOG_DEVIATION, Math.min(MAX_LOG_DEVIATION, output));
  }

  static double correlation(double output) {
    return Math.max(-MAX_CORRELATION, Math.min(MAX_CORRELATION, Math.tanh(output)));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  static double logSum(double[] logs) {
    double max = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      max = Math.max(max, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - max);
    }
    return max + Math.log(sum);
  }

  /** From logarithms to shares of the sum, whose logarithm it returns. */
  private static double normalise(double[] logs) {
    double sum = logSum(logs);
    for (int j = 0; j < logs.length; j++) {
      logs[j] = Math.exp(logs[j] - sum);
    }
    return sum;
  }
}
