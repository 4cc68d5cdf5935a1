package io.hyperstream.model.anomaly;

/**
 * Notices that a value has risen for good: Page's cumulative sum test (Page 1954, Hinkley 1971) of
 * z-scores. It sums by how much they exceed half a spread and never falls below zero, so that noise
 * leaves it near zero, a single outlier moves it little, since none counts more than 3, and a
 * lasting rise drives it up.
 */
public final class PageHinkley {

  /** In spreads: the rise per value that is tolerated. */
  private static final double TOLERANCE = 0.5;

  private double sum;

  public PageHinkley() {}

  /** A test that stands where {@link #sum} says. */
  public PageHinkley(double sum) {
    this.sum = sum;
  }

  /** Takes the next z-score; NaN, which there is during a warm-up, says nothing. */
  public void add(double z) {
    if (!Double.isNaN(z)) {
      sum = Math.max(0, sum + RobustScale.clip(z) - TOLERANCE);
    }
  }

  /** By how much the values are above what they were, summed over them, in spreads. */
  public double sum() {
    return sum;
  }

  /** Begins anew: a rise was noticed. */
  public void reset() {
    sum = 0;
  }
}
