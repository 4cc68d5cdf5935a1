package io.hyperstream.model.check;

import io.hyperstream.model.kernels.Normalisation;

/** {@code norm(v)}, the normalisation of one vector: of the pre-activation of a gate, or of c. */
final class ScalarNorm {

  private static final double EPSILON = 1e-3;

  private final Normalisation kind;

  /** The gain and the shift; both null if the vector is left as it is. */
  private final Weight gamma;

  private final Weight beta;

  private ScalarNorm(Normalisation kind, Weight gamma, Weight beta) {
    this.kind = kind;
    this.gamma = gamma;
    this.beta = beta;
  }

  /** A vector that is left as it is. */
  static ScalarNorm none() {
    return new ScalarNorm(Normalisation.NONE, null, null);
  }

  static ScalarNorm of(Normalisation kind, Weight gamma, Weight beta) {
    return new ScalarNorm(kind, gamma, beta);
  }

  /** v without its mean and of standard deviation 1; without gain and shift yet. */
  private record Normalised(double[] u, double deviation) {}

  private Normalised normalised(double[] v) {
    double mu = kind == Normalisation.LAYER ? mean(v) : 0;
    double nu = 0;
    for (double value : v) {
      nu += (value - mu) * (value - mu) / v.length; // (11)
    }
    double deviation = Math.sqrt(nu + EPSILON); // (11)
    double[] u = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      u[j] = (v[j] - mu) / deviation; // (11)
    }
    return new Normalised(u, deviation);
  }

  double[] forward(double[] v) {
    if (kind == Normalisation.NONE) {
      return v;
    }
    double[] u = normalised(v).u;
    double[] gamma = this.gamma.vector();
    double[] beta = this.beta.vector();
    double[] y = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      y[j] = gamma[j] * u[j] + beta[j]; // (12)
    }
    return y;
  }

  /** From the gradient of {@code norm(v)} to that of v. */
  double[] backward(double[] v, double[] yBar) {
    if (kind == Normalisation.NONE) {
      return yBar;
    }
    Normalised normalised = normalised(v);
    double[] u = normalised.u;
    gamma.learn(Vectors.times(yBar, u)); // (20)
    beta.learn(yBar); // (20)
    double[] uBar = Vectors.times(yBar, gamma.vector()); // (21)
    double center = kind == Normalisation.LAYER ? mean(uBar) : 0;
    double slope = mean(Vectors.times(uBar, u));
    double[] vBar = new double[v.length];
    for (int j = 0; j < v.length; j++) {
      vBar[j] = (uBar[j] - center - u[j] * slope) / normalised.deviation; // (22)
    }
    return vBar;
  }

  private static double mean(double[] v) {
    double sum = 0;
    for (double value : v) {
      sum += value;
    }
    return sum / v.length;
  }
}
