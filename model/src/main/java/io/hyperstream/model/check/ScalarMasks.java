package io.hyperstream.model.check;

import io.hyperstream.model.net.Masks;
import io.hyperstream.model.net.Masks.Site;
import java.util.Arrays;

/** The masks of one step of a window, as vectors. What is never dropped has factors of 1. */
final class ScalarMasks {

  private final Masks masks;
  private final long row;

  /**
   * @param window number in the batch
   * @param t number of the step, from 0
   */
  ScalarMasks(Masks masks, int window, int t) {
    this.masks = masks;
    this.row = Masks.row(window, t);
  }

  /** The factors at a place. */
  double[] of(Site site, int layer, int size) {
    return of(masks, site, layer, row, size);
  }

  /** Those of a matrix of weights, row by row. */
  static double[] of(Masks masks, Site site, int layer, long row, int size) {
    double[] factors = new double[size];
    Arrays.fill(factors, 1);
    if (masks.drops(site)) {
      float[] drawn = new float[size];
      masks.fill(site, layer, row, drawn, 0, size);
      Arrays.setAll(factors, i -> drawn[i]);
    }
    return factors;
  }
}
