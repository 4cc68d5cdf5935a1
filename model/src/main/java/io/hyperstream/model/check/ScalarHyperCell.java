package io.hyperstream.model.check;

import static io.hyperstream.model.check.ScalarCell.GATES;
import static io.hyperstream.model.check.Vectors.joined;
import static io.hyperstream.model.check.Vectors.sum;

import io.hyperstream.model.net.HyperLstmConfig;
import java.util.Arrays;

/** The hyper cell of a layer: an LSTM that reads what its main cell reads. */
final class ScalarHyperCell {

  private final Weight[] WHat_h = new Weight[GATES];
  private final Weight[] WHat_x = new Weight[GATES];

  /** Null where the shift of the normalisation stands for it. */
  private final Weight[] bHat = new Weight[GATES];

  private final ScalarCell cell;

  /**
   * @param prefix of the names of its layer's parameters, such as {@code layer0.}
   * @param W the whole matrix that multiplies the layer's input x
   */
  ScalarHyperCell(Weights weights, HyperLstmConfig config, String prefix, Weight W) {
    int N = config.hidden();
    int M = config.hyper();
    for (int y = 0; y < GATES; y++) {
      int from = GATES * N + y * M;
      WHat_h[y] = weights.of(prefix + "hyper.recurrent").part(y * M, M);
      WHat_x[y] = weights.of(prefix + "recurrent").part(from, M).beside(W.part(from, M));
      if (weights.has(prefix + "hyper.bias")) {
        bHat[y] = weights.of(prefix + "hyper.bias").part(y * M, M);
      }
    }
    cell = new ScalarCell(weights, config.normalisation(), prefix + "hyper.");
  }

  /**
   * One step forward.
   *
   * @param before hHat and cHat of the step before
   * @param hBefore h of the main cell of the step before
   * @param x what the layer reads
   * @param m the mask of the candidate
   */
  ScalarCell.State forward(ScalarCell.State before, double[] hBefore, double[] x, double[] m) {
    return cell.forward(aHat(before, joined(hBefore, x)), before.c(), m); // (2), (4)
  }

  private double[][] aHat(ScalarCell.State before, double[] xHat) {
    double[][] aHat = new double[GATES][];
    for (int y = 0; y < GATES; y++) {
      aHat[y] = sum(WHat_h[y].times(before.h()), WHat_x[y].times(xHat)); // (3)
      if (bHat[y] != null) {
        aHat[y] = sum(aHat[y], bHat[y].vector()); // (3)
      }
    }
    return aHat;
  }

  /** The gradients of what {@link #forward} was given. */
  record Gradients(ScalarCell.State before, double[] hBefore, double[] x) {}

  /**
   * One step back.
   *
   * @param bar the gradients of hHat and cHat
   */
  Gradients backward(
      ScalarCell.State before, double[] hBefore, double[] x, double[] m, ScalarCell.State bar) {
    double[] xHat = joined(hBefore, x); // (2)
    ScalarCell.Gradients cellBar = cell.backward(aHat(before, xHat), before.c(), m, bar); // (27)
    double[] hHatBeforeBar = new double[before.h().length];
    double[] xHatBar = new double[xHat.length];
    for (int y = 0; y < GATES; y++) {
      double[] aHatBar = cellBar.a()[y];
      WHat_h[y].learn(aHatBar, before.h()); // (28)
      WHat_x[y].learn(aHatBar, xHat); // (28)
      if (bHat[y] != null) {
        bHat[y].learn(aHatBar); // (28)
      }
      hHatBeforeBar = sum(hHatBeforeBar, WHat_h[y].transposedTimes(aHatBar)); // (28)
      xHatBar = sum(xHatBar, WHat_x[y].transposedTimes(aHatBar)); // (28)
    }
    int N = hBefore.length;
    return new Gradients(
        new ScalarCell.State(hHatBeforeBar, cellBar.cBefore()),
        Arrays.copyOfRange(xHatBar, 0, N), // (29)
        Arrays.copyOfRange(xHatBar, N, xHat.length)); // (29)
  }
}
