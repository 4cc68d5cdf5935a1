package io.hyperstream.tools.model;

import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import java.util.List;

/**
 * Statistics of the finite values of a tensor.
 *
 * @param shape rows and columns
 * @param mean mean; without finite values it is 0, as are rms, min and max
 * @param rms root mean square
 * @param notFinite number of values that are NaN or infinite
 */
public record TensorSummary(
    String name,
    List<Integer> shape,
    double mean,
    double rms,
    float min,
    float max,
    int notFinite) {

  /** All tensors of a network, in the order of the arena. */
  static List<TensorSummary> of(NetworkWeights weights) {
    return of(new ParameterLayout(weights.network()), weights.values());
  }

  /** All tensors of a table, in its order. */
  static List<TensorSummary> of(ParameterTable table, float[] values) {
    return table.entries().stream().map(entry -> of(entry, values)).toList();
  }

  private static TensorSummary of(ParameterTable.Entry entry, float[] values) {
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
