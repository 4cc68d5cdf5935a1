package io.hyperstream.model.optim;

import io.hyperstream.model.net.Parameters;

/**
 * Weights that others decay towards, so that what they began with is never lost (the decay of
 * Krause et al. 2018, without its scaling). It works after several updates at once.
 */
public final class WeightAnchor {

  /** Updates between two decays: going through all weights costs as much as an update. */
  private static final int EVERY = 16;

  private final Parameters weights;
  private final float[] anchor;
  private final float[] current;
  private final float share;

  /**
   * @param anchor in the order of the arena; not copied
   * @param share of the distance that weights lose with each update
   */
  public WeightAnchor(Parameters weights, float[] anchor, double share) {
    this.weights = weights;
    this.anchor = anchor;
    this.current = new float[anchor.length];
    this.share = (float) (1 - Math.pow(1 - share, EVERY));
  }

  /**
   * Decays the weights if it is time.
   *
   * @param updates number of updates so far, so that a restart changes nothing
   */
  public void updated(long updates) {
    if (updates % EVERY == 0) {
      weights.get(current);
      for (int i = 0; i < current.length; i++) {
        current[i] += share * (anchor[i] - current[i]);
      }
      weights.set(current);
    }
  }
}
