package io.hyperstream.model.net;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.KINDS;
import static io.hyperstream.model.kernels.Gates.SIGNALS;
import static io.hyperstream.model.kernels.Gates.VECTORS;

import io.hyperstream.model.kernels.Normalisation;
import java.util.List;

/**
 * Where each parameter of a HyperLSTM lies in one contiguous arena of floats. Matrices are
 * row-major with a row for each input and a column for each output, gates in the order i, g, f, o.
 *
 * <p>Products that share an input are one matrix: the first 4N columns of {@code recurrent}, {@code
 * input} and {@code symbols} are the main cell's, the next 4M the hyper cell's. A plain LSTM (M =
 * 0) has neither those nor any other parameter of a hyper cell. What an observation is multiplied
 * with is last in the arena: of a symbol table an update touches only the rows that were read.
 */
public final class ParameterLayout extends ParameterTable {

  /**
   * The symbol table: a row for each symbol, in it the columns of each layer that reads symbols.
   */
  public static final String SYMBOLS = "symbols";

  /** The matrix that vectors are multiplied with, likewise: a row for each number that is read. */
  public static final String VECTORS_READ = "vectors";

  /** Weights of the softmax, a row for each hidden unit that it sees. */
  public static final String SOFTMAX_WEIGHT = "softmax.weight";

  public static final String SOFTMAX_BIAS = "softmax.bias";

  /** Weights of the mixture density, likewise. */
  public static final String MIXTURE_WEIGHT = "mixture.weight";

  public static final String MIXTURE_BIAS = "mixture.bias";

  private final HyperLstmConfig config;

  public ParameterLayout(HyperLstmConfig config) {
    this.config = config;
    int n = config.hidden();
    int m = config.hyper();
    int z = config.signalSize();
    int normalised =
        switch (config.normalisation()) {
          case NONE -> 0;
          case RMS -> GATES;
          case LAYER -> VECTORS;
        };
    for (int layer = 0; layer < config.layers(); layer++) {
      add(name(layer, "recurrent"), n, gateColumns());
      if (layer > 0) {
        add(name(layer, "input"), n, gateColumns());
      }
      if (m > 0) {
        add(name(layer, "hyper.recurrent"), m, GATES * m);
        if (config.hyperBias()) {
          add(name(layer, "hyper.bias"), 1, GATES * m);
        }
        add(name(layer, "embedding.weight"), m, SIGNALS * z);
        add(name(layer, "embedding.bias"), 1, (KINDS - 1) * GATES * z);
        add(name(layer, "scale"), SIGNALS * z, n);
      }
      add(name(layer, "bias"), 1, GATES * n);
      if (config.normalisation() != Normalisation.NONE) {
        add(name(layer, "gain"), normalised, n);
        add(name(layer, "shift"), normalised, n);
        if (m > 0) {
          add(name(layer, "hyper.gain"), normalised, m);
          add(name(layer, "hyper.shift"), normalised, m);
        }
      }
    }
    add(outputWeight(), softmaxInputs(), config.outputs());
    add(outputBias(), 1, config.outputs());
    add(input(), config.inputs(), symbolLayers() * gateColumns());
  }

  /** The name of what an observation is multiplied with. */
  public String input() {
    return config.density() == null ? SYMBOLS : VECTORS_READ;
  }

  /** The name of the weights of the prediction. */
  public String outputWeight() {
    return config.density() == null ? SOFTMAX_WEIGHT : MIXTURE_WEIGHT;
  }

  /** The name of the bias of the prediction. */
  public String outputBias() {
    return config.density() == null ? SOFTMAX_BIAS : MIXTURE_BIAS;
  }

  /** The name of a layer's parameter, such as {@code layer0.recurrent}. */
  public static String name(int layer, String parameter) {
    return "layer" + layer + "." + parameter;
  }

  public HyperLstmConfig config() {
    return config;
  }

  /** Number of parameters before the symbol table. */
  public int denseSize() {
    return entry(input()).offset();
  }

  /**
   * The groups that are updated alike, one after the other; one that is updated by rows is the
   * last.
   *
   * @param vocabularyRate the learning rate of what belongs to single symbols, in units of that of
   *     all else
   */
  public List<ParameterGroup> groups(double vocabularyRate) {
    int head = entry(outputWeight()).offset();
    return List.of(
        new ParameterGroup("body", 0, head, 1, 0),
        new ParameterGroup("head", head, denseSize(), vocabularyRate, 0),
        new ParameterGroup(input(), denseSize(), size(), vocabularyRate, config.inputs()));
  }

  /** Columns of a product that feeds the gates of both cells: 4 (N + M). */
  public int gateColumns() {
    return GATES * (config.hidden() + config.hyper());
  }

  /** How many layers read symbols. */
  public int symbolLayers() {
    return config.symbolInput() == SymbolInput.ALL ? config.layers() : 1;
  }

  /** How many hidden units the softmax sees. */
  public int softmaxInputs() {
    return config.softmaxInput() == SoftmaxInput.ALL
        ? config.layers() * config.hidden()
        : config.hidden();
  }
}
