package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkCost;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;

/**
 * One thing to measure.
 *
 * @param target what computes
 * @param shape name of the network in reports, such as {@code hyperlstm} or a preset's
 * @param window symbols of each stream in a step
 * @param batch streams in a step
 * @param learning whether steps learn, or only predict and score
 */
record BenchCase(
    ComputeTarget target,
    String shape,
    HyperLstmConfig network,
    AdamConfig adam,
    int window,
    int batch,
    boolean learning) {

  private static final long SEED = 1;

  /** The same on another number of threads. */
  BenchCase withLanes(int value) {
    return new BenchCase(target.withLanes(value), shape, network, adam, window, batch, learning);
  }

  int lanes() {
    return target.lanes();
  }

  LearnerConfig learnerConfig() {
    return new LearnerConfig(network, adam, RehearsalConfig.OFF, window, batch, SEED);
  }

  NetworkCost cost() {
    return new NetworkCost(network);
  }

  /** Whether Adam keeps the mean of the gradient. */
  boolean keepsMean() {
    return adam.beta1() > 0;
  }

  /** Bytes that must move for one symbol. */
  double bytesPerSymbol() {
    NetworkCost cost = cost();
    double weights = cost.weightBytes(batch, window, learning);
    return learning ? weights + cost.updateBytes(batch, window, keepsMean()) : weights;
  }

  /** The same if the recurrent weights are read once a window instead of at each of its symbols. */
  double residentBytesPerSymbol() {
    double again =
        (window - 1) * (double) cost().sequentialWeightBytes() / ((double) batch * window);
    return bytesPerSymbol() - (learning ? 2 : 1) * again;
  }
}
