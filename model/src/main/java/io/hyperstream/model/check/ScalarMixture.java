package io.hyperstream.model.check;

import io.hyperstream.model.density.DensityConfig;

/**
 * The mixture density to read beside its equations (Graves 2013, section 4; the reference, 1.6), in
 * double precision. It has no limits on deviations and correlations, which samples do not reach.
 */
final class ScalarMixture {

  private final DensityConfig config;
  private final int K;
  private final int C;

  ScalarMixture(DensityConfig config) {
    this.config = config;
    this.K = config.components();
    this.C = config.continuous();
  }

  /**
   * The loss L of one prediction in nats.
   *
   * @param y what the network gives: pi-hat, mu-hat, sigma-hat, rho-hat of all components, e-hat
   * @param example of the observation
   * @param bar filled with dL/dy
   */
  double loss(double[] y, double[] example, double[] bar) {
    double loss = C == 0 ? 0 : mixtureLoss(y, example, bar);
    for (int b = 0; b < config.binary(); b++) {
      double x = example[config.inputs() + C + b];
      int i = y.length - config.binary() + b;
      if (!Double.isNaN(x)) {
        double e = Vectors.sigmoid(y[i]);
        loss -= Math.log(x == 1 ? e : 1 - e);
        bar[i] = e - x;
      }
    }
    return loss;
  }

  private double mixtureLoss(double[] y, double[] example, double[] bar) {
    double[] pi = new double[K];
    double piSum = 0;
    for (int j = 0; j < K; j++) {
      pi[j] = Math.exp(y[j]);
      piSum += pi[j];
    }
    double[] logs = new double[K];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < K; j++) {
      pi[j] /= piSum;
      logs[j] = Math.log(pi[j]) + logDensity(y, example, j);
      max = Math.max(max, logs[j]);
    }
    double[] piN = new double[K];
    double sum = 0;
    for (int j = 0; j < K; j++) {
      piN[j] = Math.exp(logs[j] - max);
      sum += piN[j];
    }
    for (int j = 0; j < K; j++) {
      double g = piN[j] / sum;
      bar[j] = pi[j] - g;
      learn(y, example, j, g, bar);
    }
    return -max - Math.log(sum);
  }

  private double x(double[] example, int d) {
    return example[config.inputs() + d];
  }

  private int mu(int j, int d) {
    return K + j * C + d;
  }

  private int sigma(int j, int d) {
    return K + K * C + j * C + d;
  }

  private int rho(int j) {
    return K + 2 * K * C + j;
  }

  private double z(double[] y, double[] example, int j, int d) {
    double mu = y[mu(j, d)];
    if (config.anchored() && j % 2 == 0) {
      mu += example[config.inputs() + config.dimension() + d];
    }
    return (x(example, d) - mu) / Math.exp(y[sigma(j, d)]);
  }

  private boolean pair(double[] example) {
    return C == 2 && !Double.isNaN(x(example, 0)) && !Double.isNaN(x(example, 1));
  }

  /** ln N of a component. */
  private double logDensity(double[] y, double[] example, int j) {
    double n = 0;
    for (int d = 0; d < C; d++) {
      if (!Double.isNaN(x(example, d))) {
        n -= Math.log(2 * Math.PI) / 2 + y[sigma(j, d)];
        double z = z(y, example, j, d);
        n -= pair(example) ? 0 : z * z / 2;
      }
    }
    if (pair(example)) {
      double rho = Math.tanh(y[rho(j)]);
      double d1 = z(y, example, j, 0);
      double d2 = z(y, example, j, 1);
      double Z = d1 * d1 + d2 * d2 - 2 * rho * d1 * d2;
      n -= Z / (2 * (1 - rho * rho)) + Math.log(1 - rho * rho) / 2;
    }
    return n;
  }

  private void learn(double[] y, double[] example, int j, double g, double[] bar) {
    if (!pair(example)) {
      for (int d = 0; d < C; d++) {
        if (!Double.isNaN(x(example, d))) {
          double z = z(y, example, j, d);
          bar[mu(j, d)] = -g * z / Math.exp(y[sigma(j, d)]);
          bar[sigma(j, d)] = -g * (z * z - 1);
        }
      }
      return;
    }
    double rho = Math.tanh(y[rho(j)]);
    double c = 1 / (1 - rho * rho);
    double d1 = z(y, example, j, 0);
    double d2 = z(y, example, j, 1);
    double Z = d1 * d1 + d2 * d2 - 2 * rho * d1 * d2;
    bar[mu(j, 0)] = -g * c / Math.exp(y[sigma(j, 0)]) * (d1 - rho * d2);
    bar[mu(j, 1)] = -g * c / Math.exp(y[sigma(j, 1)]) * (d2 - rho * d1);
    bar[sigma(j, 0)] = -g * (c * d1 * (d1 - rho * d2) - 1);
    bar[sigma(j, 1)] = -g * (c * d2 * (d2 - rho * d1) - 1);
    bar[rho(j)] = -g * (d1 * d2 + rho * (1 - c * Z));
  }
}
