package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.LayerStage.InputRows;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Forward and backward over some of the windows of a batch: the share of one worker, with memory of
 * its own. Backward ends with the gradients of everything but the matrices of weights.
 */
final class Shard {

  private final Kernels kernels;
  private final Parameters weights;
  private final Parameters gradients;
  private final Layer[] layers;
  private final List<Matrix> hidden = new ArrayList<>();
  private final List<Matrix> dHidden = new ArrayList<>();

  /** What a stream state holds, in its order: a row for each step of each window. */
  private final List<Matrix> memory = new ArrayList<>();

  private final Matrix dAllHidden;

  /** Hidden states, side by side, of the layers that the softmax sees. */
  private final Matrix seen;

  private final Matrix dSeen;
  private final Matrix symbolInput;
  private final Matrix logits;

  private final WindowRows rows;
  private final Indices inputs;
  private final Indices targets;
  private final float[] lossScales;
  private final Matrix scales;
  private final float[] targetBits;
  private final Matrix bits;

  /** What windows start from. */
  private final States first;

  /** What windows end with. */
  private final States last;

  /** The row of the last step of each window. */
  private final Indices lastRows;

  /**
   * @param firstShard whether its gradients of cells are those of all shards, to which those of the
   *     others are added
   */
  Shard(
      ParameterLayout layout,
      Kernels kernels,
      Parameters weights,
      Parameters gradients,
      int maxWindows,
      int maxSteps,
      boolean firstShard) {
    HyperLstmConfig config = layout.config();
    this.kernels = kernels;
    this.weights = weights;
    this.gradients = gradients;
    this.rows = new WindowRows(maxSteps);
    int maxRows = maxWindows * (maxSteps + 1);
    this.inputs = kernels.indices(maxRows);
    this.targets = kernels.indices(maxRows);
    this.lossScales = new float[maxRows];
    this.scales = kernels.allocate(1, maxRows);
    this.targetBits = new float[maxRows];
    this.bits = kernels.allocate(1, maxRows);
    this.lastRows = kernels.indices(maxWindows);

    int n = config.hidden();
    int columns = layout.gateColumns();
    Matrix allHidden = kernels.allocate(maxRows, config.layers() * n);
    this.dAllHidden = kernels.allocate(maxRows, config.layers() * n);
    Matrix input = kernels.allocate(maxRows, config.layers() * columns);
    this.symbolInput = kernels.columns(input, 0, layout.symbolLayers() * columns);
    Matrix symbols = weights.get(ParameterLayout.SYMBOLS);
    this.layers = new Layer[config.layers()];
    for (int l = 0; l < config.layers(); l++) {
      hidden.add(kernels.columns(allHidden, l * n, n));
      dHidden.add(kernels.columns(dAllHidden, l * n, n));
      Matrix layerInput = kernels.columns(input, l * columns, columns);
      layers[l] =
          new Layer(
              l,
              config,
              kernels,
              weights,
              gradients,
              hidden.get(l),
              dHidden.get(l),
              layerInput,
              maxWindows,
              l < layout.symbolLayers()
                  ? symbolRows(kernels.columns(symbols, l * columns, columns), layerInput)
                  : null,
              firstShard);
      memory.addAll(List.of(layers[l].memory()));
    }
    this.first = new States(kernels, memory, maxWindows);
    this.last = new States(kernels, memory, maxWindows);
    boolean all = config.softmaxInput() == SoftmaxInput.ALL;
    this.seen = all ? allHidden : hidden.get(config.layers() - 1);
    this.dSeen = all ? dAllHidden : dHidden.get(config.layers() - 1);
    this.logits = kernels.allocate(maxRows, config.vocabulary());
  }

  /** What each symbol gives to a layer's gates. */
  private InputRows symbolRows(Matrix table, Matrix input) {
    return (row, count) -> kernels.gather(table, inputs, row, count, input);
  }

  WindowRows rows() {
    return rows;
  }

  /**
   * Lays out windows of these lengths.
   *
   * @param lengths at least 1 each, descending
   */
  void begin(int[] lengths, int windows) {
    rows.set(lengths, windows);
    for (int w = 0; w < windows; w++) {
      lastRows.values()[w] = rows.start(lengths[w] - 1) + w;
    }
  }

  /** The symbol that each row reads, or a negative number for none. */
  Indices inputs() {
    return inputs;
  }

  void setSymbol(int row, int input, int target, float lossScale) {
    inputs.values()[row] = input;
    targets.values()[row] = target;
    lossScales[row] = lossScale;
  }

  /** What the target of a row cost, after {@link #loss}. */
  float bits(int row) {
    return targetBits[row];
  }

  void setState(int window, float[] state) {
    first.set(window, state);
  }

  void getState(int window, float[] state) {
    first.get(window, state);
  }

  void getLastState(int window, float[] state) {
    last.get(window, state);
  }

  void getStateGradient(int window, float[] gradient) {
    int offset = 0;
    for (Layer layer : layers) {
      for (Matrix memory : layer.memoryGradients()) {
        kernels.download(memory, window, 1, gradient, offset);
        offset += memory.columns();
      }
    }
  }

  /** Makes the states after the last step the ones to start from. */
  void keepStates() {
    last.download(rows.count(-1));
    first.set(last);
  }

  void fetchLogits() {
    kernels.prefetch(logits, rows.first(), rows.symbols());
  }

  void getLogits(int row, float[] target, int offset) {
    kernels.download(logits, row, 1, target, offset);
  }

  /** From inputs and initial states to the hidden states and logits of all rows, once uploaded. */
  void forward() {
    int windows = rows.count(-1);
    int from = rows.first();
    int symbols = rows.symbols();
    first.copyTo(memory, windows);
    for (int l = 0; l < layers.length; l++) {
      layers[l].forward(rows, l == 0 ? null : hidden.get(l - 1));
    }
    kernels.fillRows(logits, from, symbols, weights.get(ParameterLayout.SOFTMAX_BIAS));
    kernels.multiply(
        seen, from, weights.get(ParameterLayout.SOFTMAX_WEIGHT), logits, from, symbols, true);
    last.gather(memory, lastRows, windows);
  }

  /** Shows the kernels what the host has set. */
  void upload() {
    int windows = rows.count(-1);
    kernels.upload(inputs, rows.end());
    kernels.upload(targets, rows.end());
    kernels.upload(lossScales, 0, scales, 0, 1);
    kernels.upload(lastRows, windows);
    first.upload(windows);
  }

  /**
   * Turns the logits into the gradient of the sum of the scaled losses in nats; brings the bits and
   * the last states to the host.
   */
  void loss() {
    kernels.softmaxLoss(logits, rows.first(), rows.symbols(), targets, scales, bits);
    kernels.download(bits, 0, 1, targetBits, 0);
    last.download(rows.count(-1));
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

  /** The uses of all matrices of weights but the symbol table, in an order that all shards have. */
  List<WeightProduct> weightProducts() {
    List<WeightProduct> products = new ArrayList<>();
    for (int l = 0; l < layers.length; l++) {
      products.addAll(layers[l].weightProducts(l == 0 ? null : hidden.get(l - 1)));
    }
    products.add(
        new WeightProduct(seen, logits, false, gradients.get(ParameterLayout.SOFTMAX_WEIGHT)));
    return products;
  }

  /** Adds to the gradients of biases what this shard gives. */
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
