package io.hyperstream.tools.model;

import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import java.util.List;

/**
 * What the values of a parameter are like; what is not finite is counted and left out.
 *
 * @param shape rows and columns
 * @param mean 0 if nothing is finite, and so are the next three
 * @param rms root of the mean square
 * @param notFinite how many are NaN or infinite
 */
public record TensorSummary(
    String name,
    List<Integer> shape,
    double mean,
    double rms,
    float min,
    float max,
    int notFinite) {

  /** All of a network, in the order of the arena. */
  static List<TensorSummary> of(NetworkWeights weights) {
    return new ParameterLayout(weights.network())
        .entries().stream().map(entry -> of(entry, weights.values())).toList();
  }

  private static TensorSummary of(ParameterLayout.Entry entry, float[] values) {
    double sum = 0;
    double squares = 0;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    int finite = 0;
    for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
      float value = values[i];
      if (Float.isFinite(value)) {
        finite++;
        sum += value;
        squares += (double) value * value;
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    int count = Math.max(1, finite);
    return new TensorSummary(
        entry.name(),
        List.of(entry.rows(), entry.columns()),
        sum / count,
        Math.sqrt(squares / count),
        finite == 0 ? 0 : min,
        finite == 0 ? 0 : max,
        entry.size() - finite);
  }
}
