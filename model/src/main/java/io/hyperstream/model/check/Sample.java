package io.hyperstream.model.check;

import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.optim.AdamConfig;

/**
 * A network and some windows to run it on.
 *
 * @param name in reports
 * @param adam what its weights are updated by
 * @param weights in the order of the arena
 * @param windows longest first, each begun by the symbol before it, negative for none
 * @param states that the windows start from
 * @param scales what the loss of each window counts
 */
public record Sample(
    String name,
    HyperLstmConfig network,
    AdamConfig adam,
    double[] weights,
    int[][] windows,
    double[][] states,
    float[] scales) {

  public ParameterLayout layout() {
    return new ParameterLayout(network);
  }

  /** Symbols to predict in a window. */
  int length(int window) {
    return windows[window].length - 1;
  }
}
