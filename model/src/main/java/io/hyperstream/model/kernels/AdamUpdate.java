package io.hyperstream.model.kernels;

/**
 * The numbers of one update: with g the gradient times {@code gradientScale}, {@code m = beta1 m +
 * (1-beta1) g}, {@code v = beta2 v + (1-beta2) g^2}, a weight moves by {@code -rate * (m /
 * (1-beta1^n)) / (sqrt(v / (1-beta2^n)) + epsilon)}, but no further than {@code maxMove}, where n
 * counts the updates, this one included. Set anew for each update, since a step allocates nothing.
 */
public final class AdamUpdate {

  private final float beta1;
  private final float beta2;
  private final float epsilon;
  private float rate;
  private float maxMove;
  private float gradientScale;

  public AdamUpdate(float beta1, float beta2, float epsilon) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  /** What differs from update to update. */
  public void set(float rate, float maxMove, float gradientScale) {
    this.rate = rate;
    this.maxMove = maxMove;
    this.gradientScale = gradientScale;
  }

  public float beta1() {
    return beta1;
  }

  public float beta2() {
    return beta2;
  }

  public float epsilon() {
    return epsilon;
  }

  public float rate() {
    return rate;
  }

  public float maxMove() {
    return maxMove;
  }

  public float gradientScale() {
    return gradientScale;
  }

  /** 1 / (1 - beta^n). */
  public static float correction(float beta, long n) {
    return (float) (1 / (1 - Math.pow(beta, n)));
  }
}
