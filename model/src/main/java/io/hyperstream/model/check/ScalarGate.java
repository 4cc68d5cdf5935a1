package io.hyperstream.model.check;

import static io.hyperstream.model.check.Vectors.sum;
import static io.hyperstream.model.check.Vectors.times;

import io.hyperstream.model.net.HyperLstmConfig;

/** The pre-activation of one gate y of a main cell, whose rows the hyper cell scales. */
final class ScalarGate {

  // The signals of a gate in the order of their parameters.
  private static final int H = 0;
  private static final int X = 1;
  private static final int B = 2;

  private final Weight W_h;
  private final Weight W_x;
  private final Weight b_0;

  // All null in a plain LSTM.
  private final ScalarSignal s_h;
  private final ScalarSignal s_x;
  private final ScalarSignal s_b;

  /**
   * @param prefix of the names of its layer's parameters, such as {@code layer0.}
   * @param W the whole matrix that multiplies the layer's input x
   */
  ScalarGate(Weights weights, HyperLstmConfig config, String prefix, Weight W, int y) {
    int N = config.hidden();
    this.W_h = weights.of(prefix + "recurrent").part(y * N, N);
    this.W_x = W.part(y * N, N);
    this.b_0 = weights.of(prefix + "bias").part(y * N, N);
    boolean plain = config.hyper() == 0;
    this.s_h = plain ? null : signal(weights, config, prefix, H, y);
    this.s_x = plain ? null : signal(weights, config, prefix, X, y);
    this.s_b = plain ? null : signal(weights, config, prefix, B, y);
  }

  private static ScalarSignal signal(
      Weights weights, HyperLstmConfig config, String prefix, int kind, int y) {
    int Z = config.signalSize();
    int from = (kind * ScalarCell.GATES + y) * Z;
    return new ScalarSignal(
        weights.of(prefix + "embedding.weight").part(from, Z),
        kind == B ? null : weights.of(prefix + "embedding.bias").part(from, Z),
        weights.of(prefix + "scale", from, Z));
  }

  /**
   * @param hBefore hidden states of the step before
   * @param x what the layer reads
   * @param hHat what the hyper cell says in this step; empty in a plain LSTM
   */
  double[] forward(double[] hBefore, double[] x, double[] hHat) {
    double[] fromH = W_h.times(hBefore);
    double[] fromX = W_x.times(x);
    if (s_h == null) {
      return sum(fromH, fromX, b_0.vector()); // (7), plain
    }
    double[] d_h = s_h.forward(hHat); // (6)
    double[] d_x = s_x.forward(hHat); // (6)
    double[] bias = sum(s_b.forward(hHat), b_0.vector()); // (6)
    return sum(times(d_h, fromH), times(d_x, fromX), bias); // (7)
  }

  /** The gradients of what {@link #forward} was given. */
  record Gradients(double[] hBefore, double[] x, double[] hHat) {}

  Gradients backward(double[] hBefore, double[] x, double[] hHat, double[] aBar) {
    b_0.learn(aBar); // (23)
    double[] fromHBar = aBar;
    double[] fromXBar = aBar;
    double[] hHatBar = new double[hHat.length];
    if (s_h != null) {
      double[] d_hBar = times(aBar, W_h.times(hBefore)); // (23)
      double[] d_xBar = times(aBar, W_x.times(x)); // (23)
      hHatBar =
          sum(
              s_h.backward(hHat, d_hBar),
              s_x.backward(hHat, d_xBar),
              s_b.backward(hHat, aBar)); // (24)
      fromHBar = times(aBar, s_h.forward(hHat)); // (26)
      fromXBar = times(aBar, s_x.forward(hHat)); // (26)
    }
    W_h.learn(fromHBar, hBefore); // (26)
    W_x.learn(fromXBar, x); // (26)
    return new Gradients(
        W_h.transposedTimes(fromHBar), W_x.transposedTimes(fromXBar), hHatBar); // (26)
  }
}
