package io.hyperstream.tools.bench.quality;

import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkCost;

/** The plain LSTM that costs as much as a HyperLSTM, by counted operations per symbol. */
final class EqualCost {

  private EqualCost() {}

  /** Units of each of its layers: those whose cost comes nearest. */
  static int plainLstmUnits(HyperLstmConfig network) {
    long wanted = new NetworkCost(network).learningMultiplyAdds();
    int units = network.hidden();
    while (cost(network, units + 1) <= wanted) {
      units++;
    }
    return cost(network, units + 1) - wanted < wanted - cost(network, units) ? units + 1 : units;
  }

  private static long cost(HyperLstmConfig network, int units) {
    return new NetworkCost(network.plainLstm(units)).learningMultiplyAdds();
  }
}
