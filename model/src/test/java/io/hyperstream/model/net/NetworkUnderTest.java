package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import java.util.Arrays;

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

  private final Indices read;

  NetworkUnderTest(HyperLstmConfig config, Kernels kernels, int maxWindows, int maxSteps) {
    this.config = config;
    this.layout = new ParameterLayout(config);
    this.kernels = kernels;
    this.weights = new Parameters(layout, kernels);
    this.gradients = new Parameters(layout, kernels);
    this.read = kernels.indices(config.vocabulary());
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
    network.begin(lengths, symbols.length);
    for (int w = 0; w < symbols.length; w++) {
      network.setState(w, states[w]);
      for (int t = 0; t < lengths[w]; t++) {
        network.setSymbol(w, t, symbols[w][t], symbols[w][t + 1], scale(w));
      }
    }
    int[] distinct =
        Arrays.stream(symbols)
            .flatMapToInt(window -> Arrays.stream(window, 0, window.length - 1))
            .filter(symbol -> symbol >= 0)
            .distinct()
            .toArray();
    System.arraycopy(distinct, 0, read.values(), 0, distinct.length);
    kernels.upload(read, distinct.length);
    network.forward();
    network.loss();
    double sum = 0;
    for (int w = 0; w < symbols.length; w++) {
      for (int t = 0; t < lengths[w]; t++) {
        sum += network.bits(w, t) * scale(w) * Math.log(2);
      }
    }
    return sum;
  }

  private float scale(int window) {
    return window < windowScales.length ? windowScales[window] : 1;
  }

  /** The gradient of that sum, after {@link #forward}. */
  float[] backward() {
    network.backward(read);
    return gradients.toArray();
  }
}
