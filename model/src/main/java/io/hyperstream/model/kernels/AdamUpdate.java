package io.hyperstream.model.kernels;

/**
 * The numbers of one update: with g the gradient times {@code gradientScale}, {@code m = beta1 m +
 * (1-beta1) g}, {@code v = beta2 v + (1-beta2) g^2}, a weight moves by {@code -rate * (m /
 * (1-beta1^n)) / (sqrt(v / (1-beta2^n)) + epsilon)}, but no further than {@code maxMove}, n being
 * the updates so far, this one among them.
 */
public record AdamUpdate(
    float rate, float beta1, float beta2, float epsilon, float maxMove, float gradientScale) {

  /** 1 / (1 - beta^n). */
  public static float correction(float beta, long n) {
    return (float) (1 / (1 - Math.pow(beta, n)));
  }
}
