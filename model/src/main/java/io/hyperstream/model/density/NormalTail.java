package io.hyperstream.model.density;

/** The upper tail of the standard normal distribution, far out too. */
final class NormalTail {

  /** Where the series gives way to the continued fraction. */
  private static final double FAR = 2.5;

  private static final int TERMS = 60;
  private static final int DEPTH = 40;

  private static final double LOG_ROOT_2_PI = Math.log(2 * Math.PI) / 2;

  private NormalTail() {}

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
