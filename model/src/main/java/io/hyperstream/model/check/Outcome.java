package io.hyperstream.model.check;

import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a sample.
 *
 * @param loss the sum of -ln p over all symbols, each multiplied by the scale of its window
 * @param states the state after each window
 * @param gradient the gradient of the loss by the weights, in the order of the arena
 * @param stateGradients its gradient by the state that each window starts from
 */
public record Outcome(
    double loss, double[][] states, double[] gradient, double[][] stateGradients) {

  /** How far another outcome of the same sample is from this one. */
  public List<Deviation> deviations(Outcome actual, ParameterLayout layout) {
    List<Deviation> deviations = new ArrayList<>();
    deviations.add(Deviation.of(Deviation.LOSS, Math.abs(actual.loss - loss), Math.abs(loss)));
    deviations.add(Deviation.of(Deviation.STATES, joined(states), joined(actual.states)));
    deviations.add(
        Deviation.of(
            Deviation.STATE_GRADIENTS, joined(stateGradients), joined(actual.stateGradients)));
    for (ParameterTable.Entry entry : layout.entries()) {
      int from = entry.offset();
      int to = from + entry.size();
      deviations.add(Deviation.of(entry.name(), gradient, actual.gradient, from, to));
    }
    return deviations;
  }

  private static double[] joined(double[][] rows) {
    double[] all = new double[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
    }
    return all;
  }
}
