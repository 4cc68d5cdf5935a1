package io.hyperstream.model.check;

import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import java.util.stream.IntStream;

/**
 * All weights of a network and their gradients, from which {@link Weight}s are cut by the names of
 * {@link ParameterLayout}.
 */
final class Weights {

  private final ParameterLayout layout;
  private final double[] values;
  private final double[] gradients;

  /**
   * @param values in the order of the arena
   */
  Weights(ParameterLayout layout, double[] values) {
    this.layout = layout;
    this.values = values;
    this.gradients = new double[values.length];
  }

  /** In the order of the arena. */
  double[] gradients() {
    return gradients;
  }

  boolean has(String name) {
    return layout.has(name);
  }

  /** What an observation is multiplied with. */
  Weight input() {
    return of(layout.input());
  }

  /** A whole parameter. */
  Weight of(String name) {
    return of(name, 0, layout.entry(name).rows());
  }

  /** Some of the rows that it has in the arena. */
  Weight of(String name, int from, int count) {
    ParameterTable.Entry entry = layout.entry(name);
    int[] starts =
        IntStream.range(from, from + count)
            .map(row -> entry.offset() + row * entry.columns())
            .toArray();
    return new Weight(values, gradients, entry.columns(), starts);
  }
}
