package io.hyperstream.model.check;

import static io.hyperstream.model.check.Vectors.joined;
import static io.hyperstream.model.check.Vectors.oneHot;
import static io.hyperstream.model.check.Vectors.sum;
import static io.hyperstream.model.check.Vectors.times;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.Masks;
import io.hyperstream.model.net.Masks.Site;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.SoftmaxInput;
import io.hyperstream.model.net.SymbolInput;
import java.util.Arrays;

/**
 * A HyperLSTM (Ha, Dai, Le 2016) to read beside its equations, and what every back end is held to:
 * forward and backward over one window at a time, in double precision, as plain as can be.
 *
 * <p>Here and in the other {@code Scalar} classes a number in parentheses is that of an equation in
 * docs/hyperlstm.md, and the letters are those of the paper: {@code W_h} for its matrix W_h, {@code
 * hHat} for what has a hat, {@code hBefore} for the step before. {@code hBar} is the gradient of
 * the loss by {@code h}. Of a window only the states after each step are kept; backward makes all
 * else anew.
 */
public final class ScalarHyperLstm {

  private final HyperLstmConfig config;
  private final Weights weights;
  private final ScalarLayer[] layers;
  private final Weight W_o;
  private final Weight b_o;
  private final Masks masks;

  /** Of each weight, by which it is multiplied and its gradient too. */
  private final double[] weightMask;

  /**
   * @param values the weights, in the order of the arena
   * @param masks of a step
   */
  public ScalarHyperLstm(ParameterLayout layout, double[] values, Masks masks) {
    this.config = layout.config();
    this.masks = masks;
    this.weightMask = weightMask(layout, masks);
    this.weights = new Weights(layout, times(values, weightMask)); // (38)
    this.layers = new ScalarLayer[config.layers()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new ScalarLayer(weights, config, l);
    }
    this.W_o = weights.of(layout.outputWeight());
    this.b_o = weights.of(layout.outputBias());
  }

  private static double[] weightMask(ParameterLayout layout, Masks masks) {
    double[] mask = new double[layout.size()];
    Arrays.fill(mask, 1);
    for (int l = 0; l < layout.config().layers(); l++) {
      ParameterTable.Entry entry = layout.entry(ParameterLayout.name(l, "recurrent"));
      for (int r = 0; r < entry.rows(); r++) {
        double[] row = ScalarMasks.of(masks, Site.RECURRENT, l, r, entry.columns());
        System.arraycopy(row, 0, mask, entry.offset() + r * entry.columns(), row.length);
      }
    }
    return mask;
  }

  /** What a sample gives: all its windows, one after the other. */
  public static Outcome outcome(Sample sample) {
    ScalarHyperLstm network =
        new ScalarHyperLstm(sample.layout(), sample.weights(), sample.masks());
    int count = sample.count();
    double loss = 0;
    double[][] states = new double[count][];
    double[][] stateGradients = new double[count][];
    for (int w = 0; w < count; w++) {
      Window window = network.learn(sample, w, sample.states()[w], sample.scales()[w]);
      loss += window.loss;
      states[w] = window.state;
      stateGradients[w] = window.stateGradient;
    }
    return new Outcome(loss, states, network.gradients(), stateGradients);
  }

  /** The sum of the gradients of all windows so far, in the order of the arena. */
  public double[] gradients() {
    return times(weights.gradients(), weightMask); // (38)
  }

  /**
   * What a window gives.
   *
   * @param loss L
   * @param state after its last step: h, c, hHat and cHat of each layer
   * @param stateGradient of the state that it starts from
   */
  public record Window(double loss, double[] state, double[] stateGradient) {}

  /** What a window has of observations. */
  private interface Observed {

    /** What the network reads in step t, from 1 on. */
    double[] x(int t);

    /** The loss of step t; fills bar with its gradient by the outputs y. */
    double loss(int t, double[] y, double[] bar);
  }

  /**
   * Symbols.
   *
   * @param ids the one before the window, negative for none, then those to predict
   */
  private record Symbols(int[] ids, int vocabulary) implements Observed {

    @Override
    public double[] x(int t) {
      return oneHot(ids[t - 1], vocabulary);
    }

    @Override
    public double loss(int t, double[] y, double[] bar) {
      double[] p = softmax(y); // (14)
      System.arraycopy(p, 0, bar, 0, p.length);
      bar[ids[t]] -= 1; // (15)
      return -Math.log(p[ids[t]]); // (14)
    }
  }

  /** Vectors. */
  private record Examples(double[][] examples, DensityConfig density) implements Observed {

    @Override
    public double[] x(int t) {
      return Arrays.copyOf(examples[t - 1], density.inputs());
    }

    @Override
    public double loss(int t, double[] y, double[] bar) {
      return new ScalarMixture(density).loss(y, examples[t - 1], bar);
    }
  }

  /**
   * One window of a sample forward and back; adds to {@link #gradients()}.
   *
   * @param w number of the window in its batch, which decides what is dropped
   * @param state that it starts from
   * @param lambda what its loss counts
   */
  public Window learn(Sample sample, int w, double[] state, double lambda) {
    Observed observed =
        sample.examples() == null
            ? new Symbols(sample.windows()[w], config.vocabulary())
            : new Examples(sample.examples()[w], config.density());
    return learn(w, observed, sample.length(w), state, lambda);
  }

  private Window learn(int number, Observed observed, int steps, double[] state, double lambda) {
    ScalarLayer.State[][] states = new ScalarLayer.State[steps + 1][];
    states[0] = layerStates(state);
    double[][] logitGradients = new double[steps][];
    double loss = 0;
    for (int t = 1; t <= steps; t++) {
      ScalarMasks mask = new ScalarMasks(masks, number, t - 1);
      states[t] = forward(states[t - 1], observed.x(t), mask);
      double[] y = sum(W_o.times(seen(states[t], mask)), b_o.vector()); // (13)
      double[] bar = new double[y.length];
      loss += lambda * observed.loss(t, y, bar); // (14)
      logitGradients[t - 1] = bar;
      for (int k = 0; k < bar.length; k++) {
        bar[k] *= lambda; // (15)
      }
    }
    ScalarLayer.State[] bars = layerStates(new double[state.length]);
    for (int t = steps; t > 0; t--) {
      ScalarMasks mask = new ScalarMasks(masks, number, t - 1);
      double[] lBar = logitGradients[t - 1];
      W_o.learn(lBar, seen(states[t], mask)); // (15)
      b_o.learn(lBar); // (15)
      double[] seenBar = times(seenMask(mask), W_o.transposedTimes(lBar)); // (15), (36)
      bars = backward(states[t - 1], states[t], observed.x(t), mask, bars, seenBar);
    }
    return new Window(loss, joinedStates(states[steps]), joinedStates(bars));
  }

  /** One step of all layers, from the first to the top. */
  private ScalarLayer.State[] forward(ScalarLayer.State[] before, double[] read, ScalarMasks mask) {
    ScalarLayer.State[] after = new ScalarLayer.State[layers.length];
    for (int l = 0; l < layers.length; l++) {
      after[l] = layers[l].forward(before[l], x(l, after, read, mask), mask);
    }
    return after;
  }

  /**
   * What a layer reads: the observation, the hidden states of the layer below, or both (1), (35).
   */
  private double[] x(int layer, ScalarLayer.State[] now, double[] read, ScalarMasks mask) {
    double kept = mask.of(Site.SYMBOL, 0, 1)[0];
    double[] own = Arrays.stream(read).map(value -> value * kept).toArray(); // (35)
    if (layer == 0) {
      return own;
    }
    double[] below = times(belowMask(layer, mask), now[layer - 1].main().h()); // (35)
    return config.symbolInput() == SymbolInput.FIRST ? below : joined(below, own);
  }

  private double[] belowMask(int layer, ScalarMasks mask) {
    return mask.of(Site.BELOW, layer, config.hidden());
  }

  /**
   * One step back.
   *
   * @param bars gradients of the states after the step, as far as later steps give them
   * @param seenBar what the softmax of this step adds
   * @return gradients of the states before it
   */
  private ScalarLayer.State[] backward(
      ScalarLayer.State[] before,
      ScalarLayer.State[] after,
      double[] read,
      ScalarMasks mask,
      ScalarLayer.State[] bars,
      double[] seenBar) {
    ScalarLayer.State[] beforeBars = new ScalarLayer.State[layers.length];
    double[] fromAbove = new double[config.hidden()];
    for (int l = layers.length - 1; l >= 0; l--) {
      ScalarCell.State main = bars[l].main();
      double[] hBar = sum(main.h(), part(seenBar, l), fromAbove); // (15), (30)
      ScalarLayer.State bar =
          new ScalarLayer.State(new ScalarCell.State(hBar, main.c()), bars[l].hyper());
      ScalarLayer.Gradients gradients =
          layers[l].backward(before[l], x(l, after, read, mask), mask, bar);
      beforeBars[l] = gradients.before();
      if (l > 0) {
        double[] xBar = Arrays.copyOf(gradients.x(), config.hidden());
        fromAbove = times(belowMask(l, mask), xBar); // (30), (35)
      }
    }
    return beforeBars;
  }

  /** What the softmax sees: the hidden states of the top layer, or of all, but what is dropped. */
  private double[] seen(ScalarLayer.State[] now, ScalarMasks mask) {
    return times(seenMask(mask), hidden(now)); // (36)
  }

  private double[] seenMask(ScalarMasks mask) {
    boolean all = config.softmaxInput() == SoftmaxInput.ALL;
    return mask.of(Site.OUTPUT, 0, all ? config.layers() * config.hidden() : config.hidden());
  }

  private double[] hidden(ScalarLayer.State[] now) {
    double[] seen = now[0].main().h();
    for (int l = 1; l < layers.length; l++) {
      double[] h = now[l].main().h();
      seen = config.softmaxInput() == SoftmaxInput.ALL ? joined(seen, h) : h;
    }
    return seen;
  }

  /** The part of one layer's hidden states in the gradient of all that the softmax sees. */
  private double[] part(double[] seenBar, int layer) {
    int N = config.hidden();
    if (config.softmaxInput() == SoftmaxInput.ALL) {
      return Arrays.copyOfRange(seenBar, layer * N, (layer + 1) * N);
    }
    return layer == layers.length - 1 ? seenBar : new double[N];
  }

  private static double[] softmax(double[] logits) {
    double max = Arrays.stream(logits).max().orElseThrow();
    double[] p = Arrays.stream(logits).map(logit -> Math.exp(logit - max)).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(value -> value / sum).toArray();
  }

  /** Cuts a stream state into those of the layers. */
  private ScalarLayer.State[] layerStates(double[] state) {
    int N = config.hidden();
    int M = config.hyper();
    ScalarLayer.State[] states = new ScalarLayer.State[layers.length];
    for (int l = 0; l < layers.length; l++) {
      int from = l * 2 * (N + M);
      states[l] =
          new ScalarLayer.State(cellState(state, from, N), cellState(state, from + 2 * N, M));
    }
    return states;
  }

  private static ScalarCell.State cellState(double[] state, int from, int units) {
    return new ScalarCell.State(
        Arrays.copyOfRange(state, from, from + units),
        Arrays.copyOfRange(state, from + units, from + 2 * units));
  }

  private static double[] joinedStates(ScalarLayer.State[] states) {
    double[] all = {};
    for (ScalarLayer.State state : states) {
      all = joined(all, joined(state.main().h(), state.main().c()));
      all = joined(all, joined(state.hyper().h(), state.hyper().c()));
    }
    return all;
  }
}
