package io.hyperstream.model.check;

import static io.hyperstream.model.check.ScalarCell.GATES;
import static io.hyperstream.model.check.Vectors.sum;

import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Masks.Site;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.SymbolInput;

/** One layer of a HyperLSTM: a main cell, and a hyper cell unless it is a plain LSTM. */
final class ScalarLayer {

  private final int layer;
  private final ScalarGate[] gates = new ScalarGate[GATES];
  private final ScalarCell main;

  /** Null in a plain LSTM. */
  private final ScalarHyperCell hyper;

  ScalarLayer(Weights weights, HyperLstmConfig config, int layer) {
    this.layer = layer;
    String prefix = ParameterLayout.name(layer, "");
    Weight W = input(weights, config, layer);
    for (int y = 0; y < GATES; y++) {
      gates[y] = new ScalarGate(weights, config, prefix, W, y);
    }
    main = new ScalarCell(weights, config.normalisation(), prefix);
    hyper = config.hyper() == 0 ? null : new ScalarHyperCell(weights, config, prefix, W);
  }

  /**
   * What multiplies x: the symbol (one-hot) or the vector, the hidden states of the layer below, or
   * both (1).
   */
  private static Weight input(Weights weights, HyperLstmConfig config, int layer) {
    if (layer > 0 && config.symbolInput() == SymbolInput.FIRST) {
      return weights.of(ParameterLayout.name(layer, "input"));
    }
    int width = GATES * (config.hidden() + config.hyper());
    Weight symbol = weights.input().part(layer * width, width);
    return layer == 0 ? symbol : weights.of(ParameterLayout.name(layer, "input")).beside(symbol);
  }

  /** The states of both cells, or their gradients; empty vectors where there is no hyper cell. */
  record State(ScalarCell.State main, ScalarCell.State hyper) {}

  /**
   * One step forward.
   *
   * @param before the states of the step before
   * @param x what the layer reads
   */
  State forward(State before, double[] x, ScalarMasks masks) {
    ScalarCell.State hyperAfter = hyperForward(before, x, masks); // (4)
    double[][] a = a(before, x, hyperAfter.h()); // (7)
    double[] m = masks.of(Site.CANDIDATE, layer, before.main.c().length);
    return new State(main.forward(a, before.main.c(), m), hyperAfter); // (8)
  }

  private ScalarCell.State hyperForward(State before, double[] x, ScalarMasks masks) {
    return hyper == null
        ? before.hyper
        : hyper.forward(before.hyper, before.main.h(), x, hyperMask(before, masks));
  }

  private double[] hyperMask(State before, ScalarMasks masks) {
    return masks.of(Site.HYPER_CANDIDATE, layer, before.hyper.c().length);
  }

  private double[][] a(State before, double[] x, double[] hHat) {
    double[][] a = new double[GATES][];
    for (int y = 0; y < GATES; y++) {
      a[y] = gates[y].forward(before.main.h(), x, hHat);
    }
    return a;
  }

  /** The gradients of what {@link #forward} was given. */
  record Gradients(State before, double[] x) {}

  /**
   * One step back.
   *
   * @param bar the gradients of the states after it
   */
  Gradients backward(State before, double[] x, ScalarMasks masks, State bar) {
    double[] h = before.main.h();
    double[] hHat = hyperForward(before, x, masks).h();
    double[] m = masks.of(Site.CANDIDATE, layer, h.length);
    ScalarCell.Gradients mainBar =
        main.backward(a(before, x, hHat), before.main.c(), m, bar.main); // (16)
    double[] hBar = new double[h.length];
    double[] xBar = new double[x.length];
    double[] hHatBar = bar.hyper.h();
    for (int y = 0; y < GATES; y++) {
      ScalarGate.Gradients gate = gates[y].backward(h, x, hHat, mainBar.a()[y]); // (23)
      hBar = sum(hBar, gate.hBefore()); // (26)
      xBar = sum(xBar, gate.x()); // (26)
      hHatBar = sum(hHatBar, gate.hHat()); // (25)
    }
    if (hyper == null) {
      return new Gradients(
          new State(new ScalarCell.State(hBar, mainBar.cBefore()), bar.hyper), xBar);
    }
    ScalarHyperCell.Gradients hyperBar =
        hyper.backward(
            before.hyper,
            h,
            x,
            hyperMask(before, masks),
            new ScalarCell.State(hHatBar, bar.hyper.c())); // (27)
    hBar = sum(hBar, hyperBar.hBefore()); // (29)
    xBar = sum(xBar, hyperBar.x()); // (29)
    return new Gradients(
        new State(new ScalarCell.State(hBar, mainBar.cBefore()), hyperBar.before()), xBar);
  }
}
