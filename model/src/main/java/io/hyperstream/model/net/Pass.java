package io.hyperstream.model.net;

import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.SoftmaxInput;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Forward and backward over some of the windows of a batch: the share of one lane, with memory of
 * its own. Backward ends with the gradients of everything but the matrices of weights.
 */
final class Pass {

  private final Kernels kernels;
  private final Parameters weights;
  private final Parameters gradients;
  private final Layer[] layers;
  private final List<Matrix> hidden = new ArrayList<>();
  private final List<Matrix> dHidden = new ArrayList<>();

  private final Matrix dAllHidden;

  /** Hidden states, side by side, of the layers that the softmax sees. */
  private final Matrix seen;

  private final Matrix dSeen;
  private final Matrix symbolInput;
  private final Matrix logits;

  private final WindowRows rows;
  private final int[] inputs;
  private final int[] targets;
  private final float[] lossScales;
  private final float[] bits;

  /**
   * @param first whether its gradients of cells are those of all passes, to which those of the
   *     others are added
   */
  Pass(
      ParameterLayout layout,
      Kernels kernels,
      Parameters weights,
      Parameters gradients,
      int maxWindows,
      int maxSteps,
      boolean first) {
    HyperLstmConfig config = layout.config();
    this.kernels = kernels;
    this.weights = weights;
    this.gradients = gradients;
    this.rows = new WindowRows(maxSteps);
    int most = maxWindows * (maxSteps + 1);
    this.inputs = new int[most];
    this.targets = new int[most];
    this.lossScales = new float[most];
    this.bits = new float[most];

    int n = config.hidden();
    int columns = layout.gateColumns();
    Matrix allHidden = kernels.allocate(most, config.layers() * n);
    this.dAllHidden = kernels.allocate(most, config.layers() * n);
    Matrix input = kernels.allocate(most, config.layers() * columns);
    this.symbolInput = kernels.columns(input, 0, layout.symbolLayers() * columns);
    Matrix symbols = weights.get(ParameterLayout.SYMBOLS);
    this.layers = new Layer[config.layers()];
    for (int l = 0; l < config.layers(); l++) {
      hidden.add(kernels.columns(allHidden, l * n, n));
      dHidden.add(kernels.columns(dAllHidden, l * n, n));
      layers[l] =
          new Layer(
              l,
              config,
              kernels,
              weights,
              gradients,
              hidden.get(l),
              dHidden.get(l),
              kernels.columns(input, l * columns, columns),
              maxWindows,
              l < layout.symbolLayers() ? kernels.columns(symbols, l * columns, columns) : null,
              first);
    }
    boolean all = config.softmaxInput() == SoftmaxInput.ALL;
    this.seen = all ? allHidden : hidden.get(config.layers() - 1);
    this.dSeen = all ? dAllHidden : dHidden.get(config.layers() - 1);
    this.logits = kernels.allocate(most, config.vocabulary());
  }

  WindowRows rows() {
    return rows;
  }

  /** The symbol that each row reads, or a negative number for none. */
  int[] inputs() {
    return inputs;
  }

  /** The symbol that each row is to predict. */
  int[] targets() {
    return targets;
  }

  /** What the loss of each row counts in the loss of all. */
  float[] lossScales() {
    return lossScales;
  }

  /** What each row's target cost, after {@link #loss}. */
  float[] bits() {
    return bits;
  }

  void setState(int row, float[] state) {
    int offset = 0;
    for (Layer layer : layers) {
      for (Matrix memory : layer.memory()) {
        kernels.upload(state, offset, memory, row, 1);
        offset += memory.columns();
      }
    }
  }

  void getState(int row, float[] state) {
    int offset = 0;
    for (Layer layer : layers) {
      offset = download(layer.memory(), row, state, offset);
    }
  }

  void getStateGradient(int row, float[] gradient) {
    int offset = 0;
    for (Layer layer : layers) {
      offset = download(layer.memoryGradients(), row, gradient, offset);
    }
  }

  private int download(Matrix[] memories, int row, float[] target, int offset) {
    int at = offset;
    for (Matrix memory : memories) {
      kernels.download(memory, row, 1, target, at);
      at += memory.columns();
    }
    return at;
  }

  void keepStates() {
    for (Layer layer : layers) {
      for (Matrix memory : layer.memory()) {
        kernels.copyRows(memory, rows.start(0), 0, rows.count(0));
      }
    }
  }

  void getLogits(int row, float[] target, int offset) {
    kernels.download(logits, row, 1, target, offset);
  }

  /** From inputs and initial states to the hidden states and logits of all rows. */
  void forward() {
    int first = rows.first();
    int symbols = rows.symbols();
    for (int l = 0; l < layers.length; l++) {
      layers[l].forward(rows, l == 0 ? null : hidden.get(l - 1), inputs);
    }
    kernels.fillRows(logits, first, symbols, weights.get(ParameterLayout.SOFTMAX_BIAS));
    kernels.multiply(
        seen, first, weights.get(ParameterLayout.SOFTMAX_WEIGHT), logits, first, symbols, true);
  }

  /** Turns the logits into the gradient of the sum of the scaled losses in nats. */
  void loss() {
    kernels.softmaxLoss(logits, rows.first(), rows.symbols(), targets, lossScales, bits);
  }

  /**
   * From the gradient of the logits to those of all that the matrices of weights were multiplied
   * with and gave, of the parameters of the cells and of the initial states.
   */
  void backward() {
    kernels.zero(dAllHidden, 0, rows.end());
    kernels.multiplyTransposed(
        logits,
        rows.first(),
        weights.get(ParameterLayout.SOFTMAX_WEIGHT),
        dSeen,
        rows.first(),
        rows.symbols(),
        true);
    for (int l = layers.length - 1; l >= 0; l--) {
      layers[l].backward(rows, l == 0 ? null : dHidden.get(l - 1));
    }
  }

  /** The uses of all matrices of weights but the symbol table, in an order that all passes have. */
  List<WeightProduct> weightProducts() {
    List<WeightProduct> products = new ArrayList<>();
    for (int l = 0; l < layers.length; l++) {
      products.addAll(layers[l].weightProducts(l == 0 ? null : hidden.get(l - 1)));
    }
    products.add(
        new WeightProduct(seen, logits, false, gradients.get(ParameterLayout.SOFTMAX_WEIGHT)));
    return products;
  }

  /** Adds to the gradients of biases what this pass gives. */
  void addBiasGradients(Kernels kernels, boolean add) {
    kernels.sumRows(
        logits, rows.first(), rows.symbols(), gradients.get(ParameterLayout.SOFTMAX_BIAS), add);
    for (Layer layer : layers) {
      layer.addBiasGradients(kernels, rows, add);
    }
  }

  /** The gradient of what the symbol table gave to each row. */
  Matrix symbolInput() {
    return symbolInput;
  }
}
