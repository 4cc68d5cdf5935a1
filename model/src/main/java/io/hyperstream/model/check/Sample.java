package io.hyperstream.model.check;

import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Masks;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.optim.AdamConfig;

/**
 * A network and some windows to run it on.
 *
 * @param name the name in reports
 * @param adam the optimiser that updates its weights
 * @param dropout what is dropped, in the step 0 of a seed of 0
 * @param weights the weights, in the order of the arena
 * @param windows the symbols of each window, the longest window first; each begins with the symbol
 *     before the window, which is negative for none
 * @param examples in the place of symbols, for a network that predicts vectors: the examples of
 *     each window; else null
 * @param states the state that each window starts from
 * @param scales the factor of each window's loss
 */
public record Sample(
    String name,
    HyperLstmConfig network,
    AdamConfig adam,
    Dropout dropout,
    double[] weights,
    int[][] windows,
    double[][][] examples,
    double[][] states,
    float[] scales) {

  /** A sample of symbols, without dropout. */
  public Sample(
      String name,
      HyperLstmConfig network,
      AdamConfig adam,
      double[] weights,
      int[][] windows,
      double[][] states,
      float[] scales) {
    this(name, network, adam, Dropout.NONE, weights, windows, null, states, scales);
  }

  /** The same with dropout. */
  Sample with(Dropout dropout) {
    return new Sample(name, network, adam, dropout, weights, windows, examples, states, scales);
  }

  public ParameterLayout layout() {
    return new ParameterLayout(network);
  }

  /** What is dropped where. */
  Masks masks() {
    return new Masks(dropout, 0);
  }

  /** The number of windows. */
  int count() {
    return states.length;
  }

  /** The number of observations to predict in a window. */
  int length(int window) {
    return examples == null ? windows[window].length - 1 : examples[window].length;
  }
}
