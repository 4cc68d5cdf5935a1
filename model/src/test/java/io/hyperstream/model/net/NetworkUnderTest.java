package io.hyperstream.model.net;

import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.kernels.Kernels;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A network with its parameters, and ragged windows to run it on. */
final class NetworkUnderTest {

  final HyperLstmConfig config;
  final ParameterLayout layout;
  final Kernels kernels;
  final Parameters weights;
  final Parameters gradients;
  final HyperLstm network;

  /** What the loss of each window counts; 1 beyond its end. */
  float[] windowScales = {};

  NetworkUnderTest(HyperLstmConfig config, Kernels kernels, int maxWindows, int maxSteps) {
    this.config = config;
    this.layout = new ParameterLayout(config);
    this.kernels = kernels;
    this.weights = new Parameters(layout, kernels);
    this.gradients = new Parameters(layout, kernels);
    this.network = new HyperLstm(layout, kernels, weights, gradients, maxWindows, maxSteps);
  }

  void setWeights(float[] values) {
    weights.set(values);
    kernels.weightsChanged();
  }

  /**
   * Forward over windows, longest first.
   *
   * @param symbols for each window the symbol before it, then its own
   * @return the sum of -ln p over all symbols, those of each window by its scale
   */
  double forward(int[][] symbols, float[][] states) {
    int[] lengths = Arrays.stream(symbols).mapToInt(window -> window.length - 1).toArray();
    network.rows().set(lengths, symbols.length);
    for (int w = 0; w < symbols.length; w++) {
      network.setState(w, states[w]);
      for (int t = 0; t < lengths[w]; t++) {
        int row = network.rows().start(t) + w;
        network.inputs()[row] = symbols[w][t];
        network.targets()[row] = symbols[w][t + 1];
        network.lossScales()[row] = scale(w);
      }
    }
    network.forward();
    float[] bits = network.loss();
    int first = network.rows().first();
    double sum = 0;
    for (int row = first; row < network.rows().end(); row++) {
      sum += bits[row] * network.lossScales()[row] * Math.log(2);
    }
    return sum;
  }

  private float scale(int window) {
    return window < windowScales.length ? windowScales[window] : 1;
  }

  /** The gradient of that sum, after {@link #forward}. */
  float[] backward() {
    int first = network.rows().first();
    int[] read =
        IntStream.range(first, network.rows().end())
            .map(row -> network.inputs()[row])
            .filter(symbol -> symbol >= 0)
            .distinct()
            .toArray();
    network.backward(read, read.length);
    return gradients.toArray();
  }
}
