package io.hyperstream.model.check;

import static io.hyperstream.model.check.Vectors.sigmoid;
import static java.lang.Math.tanh;

import io.hyperstream.model.kernels.Normalisation;

/** An LSTM cell, from the pre-activations of its gates on: the main cell, or the hyper cell. */
final class ScalarCell {

  /** The gates y, in the order of all arrays and parameters. */
  static final int I = 0;

  static final int G = 1;
  static final int F = 2;
  static final int O = 3;
  static final int GATES = 4;

  /** Added to the forget gate inside the sigmoid. */
  private static final double FORGET_BIAS = 1;

  private final ScalarNorm[] gateNorms = new ScalarNorm[GATES];
  private final ScalarNorm cellNorm;

  /**
   * @param prefix of the names of its parameters, such as {@code layer0.hyper.}
   */
  ScalarCell(Weights weights, Normalisation kind, String prefix) {
    for (int y = 0; y < GATES; y++) {
      gateNorms[y] = norm(weights, kind, prefix, y);
    }
    // RMS normalises the gates only.
    cellNorm = kind == Normalisation.LAYER ? norm(weights, kind, prefix, GATES) : ScalarNorm.none();
  }

  private static ScalarNorm norm(Weights weights, Normalisation kind, String prefix, int vector) {
    return kind == Normalisation.NONE
        ? ScalarNorm.none()
        : ScalarNorm.of(
            kind, weights.of(prefix + "gain", vector, 1), weights.of(prefix + "shift", vector, 1));
  }

  /** h and c, or their gradients. */
  record State(double[] h, double[] c) {}

  /** All values of one step. */
  private final class Step {

    final double[] si; // sigmoid(i)
    final double[] tg; // tanh(g)
    final double[] sf; // sigmoid(f + 1)
    final double[] so; // sigmoid(o)
    final double[] c;
    final double[] k; // tanh(norm(c))
    final double[] h;

    Step(double[][] a, double[] cBefore, double[] m) {
      int units = cBefore.length;
      double[] i = gateNorms[I].forward(a[I]); // (8)
      double[] g = gateNorms[G].forward(a[G]); // (8)
      double[] f = gateNorms[F].forward(a[F]); // (8)
      double[] o = gateNorms[O].forward(a[O]); // (8)
      si = new double[units];
      tg = new double[units];
      sf = new double[units];
      so = new double[units];
      c = new double[units];
      k = new double[units];
      h = new double[units];
      for (int j = 0; j < units; j++) {
        si[j] = sigmoid(i[j]);
        tg[j] = tanh(g[j]);
        sf[j] = sigmoid(f[j] + FORGET_BIAS);
        so[j] = sigmoid(o[j]);
        c[j] = sf[j] * cBefore[j] + si[j] * m[j] * tg[j]; // (9), (37)
      }
      double[] normC = cellNorm.forward(c);
      for (int j = 0; j < units; j++) {
        k[j] = tanh(normC[j]);
        h[j] = so[j] * k[j]; // (10)
      }
    }
  }

  /**
   * One step forward.
   *
   * @param a the pre-activations of each gate
   * @param cBefore c of the step before
   * @param m the mask of the candidate
   */
  State forward(double[][] a, double[] cBefore, double[] m) {
    Step step = new Step(a, cBefore, m);
    return new State(step.h, step.c);
  }

  /** The gradients of what {@link #forward} was given. */
  record Gradients(double[][] a, double[] cBefore) {}

  /**
   * One step back.
   *
   * @param bar gradients of what forward gave
   */
  Gradients backward(double[][] a, double[] cBefore, double[] m, State bar) {
    Step s = new Step(a, cBefore, m);
    int units = cBefore.length;
    double[] hBar = bar.h;
    double[] iBar = new double[units];
    double[] gBar = new double[units];
    double[] fBar = new double[units];
    double[] oBar = new double[units];
    double[] normCBar = new double[units];
    double[] cBeforeBar = new double[units];
    for (int j = 0; j < units; j++) {
      oBar[j] = hBar[j] * s.k[j] * s.so[j] * (1 - s.so[j]); // (16)
      normCBar[j] = hBar[j] * s.so[j] * (1 - s.k[j] * s.k[j]); // (17)
    }
    double[] cBar = Vectors.sum(bar.c, cellNorm.backward(s.c, normCBar)); // (17)
    for (int j = 0; j < units; j++) {
      iBar[j] = cBar[j] * m[j] * s.tg[j] * s.si[j] * (1 - s.si[j]); // (18), (37)
      gBar[j] = cBar[j] * s.si[j] * m[j] * (1 - s.tg[j] * s.tg[j]); // (18), (37)
      fBar[j] = cBar[j] * cBefore[j] * s.sf[j] * (1 - s.sf[j]); // (18)
      cBeforeBar[j] = cBar[j] * s.sf[j]; // (19)
    }
    double[][] aBar = new double[GATES][];
    aBar[I] = gateNorms[I].backward(a[I], iBar); // (20) to (22)
    aBar[G] = gateNorms[G].backward(a[G], gBar);
    aBar[F] = gateNorms[F].backward(a[F], fBar);
    aBar[O] = gateNorms[O].backward(a[O], oBar);
    return new Gradients(aBar, cBeforeBar);
  }
}
