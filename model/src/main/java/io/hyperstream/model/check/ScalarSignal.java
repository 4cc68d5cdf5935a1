package io.hyperstream.model.check;

/**
 * One signal from the hyper cell to one gate of the main cell: {@code z_h}, {@code z_x} or {@code
 * z_b} of the paper, which calls it an embedding, and what the main cell makes of it.
 */
final class ScalarSignal {

  private final Weight P;

  /** Null for z_b, which has no bias. */
  private final Weight p;

  private final Weight D;

  ScalarSignal(Weight P, Weight p, Weight D) {
    this.P = P;
    this.p = p;
    this.D = D;
  }

  private double[] z(double[] hHat) {
    double[] z = P.times(hHat); // (5)
    return p == null ? z : Vectors.sum(z, p.vector()); // (5)
  }

  /** {@code d}: a number for each unit of the main cell. */
  double[] forward(double[] hHat) {
    return D.times(z(hHat)); // (6)
  }

  /** From the gradient of d to that of hHat. */
  double[] backward(double[] hHat, double[] dBar) {
    D.learn(dBar, z(hHat)); // (24)
    double[] zBar = D.transposedTimes(dBar); // (24)
    P.learn(zBar, hHat); // (25)
    if (p != null) {
      p.learn(zBar); // (25)
    }
    return P.transposedTimes(zBar); // (25)
  }
}
