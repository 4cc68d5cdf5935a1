package io.hyperstream.model.net;

import java.util.Objects;

/**
 * What a network has learned, without what its optimiser, its rehearsed past and its context model
 * keep.
 *
 * @param network the network they are of
 * @param updates how often they were updated
 * @param values every parameter, in the order of the arena; not copied
 */
public record NetworkWeights(HyperLstmConfig network, long updates, float[] values) {

  public NetworkWeights {
    Objects.requireNonNull(network, "network");
    if (updates < 0) {
      throw new IllegalArgumentException("updates must be 0 or more, but is " + updates);
    }
  }

  /**
   * Refuses a network that has parameters of other names or shapes. The start values do not matter.
   *
   * @throws IllegalArgumentException that names the first parameter that differs
   */
  public void requireShapeOf(HyperLstmConfig wanted) {
    Shapes.requireSame(
        Shapes.of(new ParameterLayout(wanted)), Shapes.of(new ParameterLayout(network)));
  }

  /** How many of the values are NaN or infinite. */
  public long notFinite() {
    long count = 0;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        count++;
      }
    }
    return count;
  }
}
