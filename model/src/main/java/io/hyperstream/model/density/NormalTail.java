package io.hyperstream.model.density;

/** The standard normal distribution: its upper tail, far out too, and its quantiles. */
final class NormalTail {

  /** Where the series gives way to the continued fraction. */
  private static final double FAR = 2.5;

  private static final int TERMS = 60;
  private static final int DEPTH = 40;

  private static final double LOG_ROOT_2_PI = Math.log(2 * Math.PI) / 2;

  /** The density in the middle. */
  static final double DENSITY = Math.exp(-LOG_ROOT_2_PI);

  private NormalTail() {}

  /**
   * P(Z < x), to 1e-7 (Abramowitz and Stegun, 26.2.17): fast, for what is not far out.
   *
   * @param bell exp(-x^2 / 2)
   */
  static double below(double x, double bell) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double sum =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = DENSITY * bell * sum;
    return x > 0 ? 1 - tail : tail;
  }

  /** The x with P(Z < x) = p, to 5e-4 (Abramowitz and Stegun, 26.2.23). */
  static double quantile(double p) {
    double t = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
    double size =
        t
            - (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    return p < 0.5 ? -size : size;
  }

  /** ln P(Z > x). */
  static double log(double x) {
    if (x > FAR) {
      // Mills' ratio as Laplace's continued fraction: 1/(x + 1/(x + 2/(x + 3/(x + ...)))).
      double fraction = x;
      for (int k = DEPTH; k > 0; k--) {
        fraction = x + k / fraction;
      }
      return -x * x / 2 - LOG_ROOT_2_PI - Math.log(fraction);
    }
    if (x < -FAR) {
      return Math.log1p(-Math.exp(log(-x)));
    }
    // P(Z > x) = 1/2 - phi(x) (x + x^3/3 + x^5/(3 5) + ...).
    double term = x;
    double sum = x;
    for (int k = 1; k < TERMS && Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= x * x / (2 * k + 1);
      sum += term;
    }
    return Math.log(0.5 - sum * Math.exp(-x * x / 2 - LOG_ROOT_2_PI));
  }
}
