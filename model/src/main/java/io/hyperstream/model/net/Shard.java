package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.WeightProduct;
import io.hyperstream.model.net.input.InputLayer;
import io.hyperstream.model.net.input.ShardInput;
import io.hyperstream.model.net.output.OutputHead;
import io.hyperstream.model.net.output.ShardOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Forward and backward over some of the windows of a batch: the share of one worker, with memory of
 * its own. Backward ends with the gradients of everything but the matrices of weights.
 */
final class Shard {

  private final Kernels kernels;
  private final Layer[] layers;

  /** What a stream state holds, in its order: a row for each step of each window. */
  private final List<Matrix> memory = new ArrayList<>();

  private final Matrix dAllHidden;

  /** Where windows are that are computed. */
  private final WindowRows rows;

  /** Where they were when they were filled: the same until some are left out. */
  private final WindowRows filled;

  private final Masks masks;
  private final ShardMasks shardMasks;

  /** What the softmax sees, if some of it is dropped; else null. */
  private final DroppedRows droppedOutput;

  private final ShardInput input;
  private final ShardOutput output;

  private final int[] lengths;

  /** Of one symbol, on its way. */
  private final float[] symbolFactor = new float[1];

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
      Masks masks,
      Parameters weights,
      Parameters gradients,
      InputLayer inputLayer,
      OutputHead outputHead,
      int maxWindows,
      int maxSteps,
      boolean firstShard) {
    HyperLstmConfig config = layout.config();
    this.kernels = kernels;
    this.rows = new WindowRows(maxWindows, maxSteps);
    this.filled = new WindowRows(maxWindows, maxSteps);
    this.lengths = new int[maxWindows];
    this.lastRows = kernels.indices(maxWindows);
    this.masks = masks;
    this.shardMasks = new ShardMasks(kernels, masks, rows);

    int n = config.hidden();
    int columns = layout.gateColumns();
    Matrix allHidden = kernels.allocate(rows.purpose(), rows.maxRows(), config.layers() * n);
    this.dAllHidden = kernels.allocate(rows.purpose(), rows.maxRows(), config.layers() * n);
    Matrix gates = kernels.allocate(rows.purpose(), rows.maxRows(), config.layers() * columns);
    this.input = inputLayer.shard(kernels, rows, gates);
    List<Matrix> hidden = new ArrayList<>();
    List<Matrix> dHidden = new ArrayList<>();
    this.layers = new Layer[config.layers()];
    for (int l = 0; l < config.layers(); l++) {
      hidden.add(kernels.columns(allHidden, l * n, n));
      dHidden.add(kernels.columns(dAllHidden, l * n, n));
      Layer.Links links =
          new Layer.Links(
              hidden.get(l),
              dHidden.get(l),
              l == 0 ? null : hidden.get(l - 1),
              l == 0 ? null : dHidden.get(l - 1),
              kernels.columns(gates, l * columns, columns),
              input.gates(l));
      layers[l] =
          new Layer(l, config, kernels, rows, shardMasks, weights, gradients, links, firstShard);
      memory.addAll(List.of(layers[l].memory()));
    }
    this.first = new States(kernels, rows, memory);
    this.last = new States(kernels, rows, memory);
    boolean all = config.softmaxInput() == SoftmaxInput.ALL;
    Matrix seen = all ? allHidden : hidden.get(config.layers() - 1);
    Matrix dSeen = all ? dAllHidden : dHidden.get(config.layers() - 1);
    this.droppedOutput = shardMasks.rows(Masks.Site.OUTPUT, 0, seen, dSeen);
    this.output =
        droppedOutput == null
            ? outputHead.shard(kernels, rows, seen, dSeen)
            : outputHead.shard(kernels, rows, droppedOutput.seen, droppedOutput.dSeen);
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
    filled.set(lengths, windows);
    System.arraycopy(lengths, 0, this.lengths, 0, windows);
    for (int w = 0; w < windows; w++) {
      lastRows.values()[w] = rows.start(lengths[w] - 1) + w;
    }
  }

  /** The row in which step t of a window was filled, and in which its results are. */
  int row(int window, int t) {
    return filled.start(t) + window;
  }

  /** What the rows read. */
  ShardInput input() {
    return input;
  }

  /** What is predicted in the rows. */
  ShardOutput output() {
    return output;
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
    last.fetch(rows.count(-1));
    last.await(rows.count(-1));
    first.set(last);
  }

  /**
   * Draws what is dropped in the windows that are filled.
   *
   * @param first number in the batch of the first window
   * @param stride between the numbers of windows
   */
  void drop(int first, int stride) {
    shardMasks.draw(first, stride);
    if (masks.drops(Masks.Site.SYMBOL)) {
      long key = masks.key(Masks.Site.SYMBOL, 0);
      int level = masks.level(Masks.Site.SYMBOL);
      for (int t = 0; t < rows.steps(); t++) {
        for (int w = 0; w < rows.count(t); w++) {
          Mask.fill(key, level, Masks.row(first + w * stride, t), symbolFactor, 0, 1);
          if (symbolFactor[0] == 0) {
            input.setSymbol(rows.start(t) + w, -1);
          }
        }
      }
    }
  }

  /** Drops nothing in the windows. */
  void keepAll() {
    shardMasks.keepAll();
  }

  /** From inputs and initial states to the hidden states and outputs of all rows, once uploaded. */
  void forward() {
    advance();
    outputs();
  }

  private void outputs() {
    if (droppedOutput != null) {
      droppedOutput.forward(rows.first(), rows.symbols());
    }
    output.forward(rows.first(), rows.symbols());
  }

  /** The same without the outputs. */
  void advance() {
    beginLayers();
    for (Layer layer : layers) {
      layer.forward();
    }
    endLayers();
  }

  /** Puts the states that windows start from to where layers read them. */
  void beginLayers() {
    first.copyTo(memory, rows.count(-1));
  }

  private void endLayers() {
    last.gather(memory, lastRows, rows.count(-1));
  }

  /**
   * Lets a layer begin a window with the state that another window ends with.
   *
   * @param shard that has the other window
   */
  void follow(int layer, int window, Shard shard, int before) {
    int parts = memory.size() / layers.length;
    int row = shard.lastRows.values()[before];
    for (int i = layer * parts; i < (layer + 1) * parts; i++) {
      kernels.copyRows(shard.memory.get(i), row, memory.get(i), window, 1);
    }
  }

  /** A layer's way forward for some windows that lie side by side. */
  void forward(int layer, int window, int windows) {
    layers[layer].forward(window, windows);
  }

  /** The outputs of some windows that lie side by side, whose logits can be read from then on. */
  void outputsInTurn(int window, int windows) {
    for (int w = window; w < window + windows; w++) {
      for (int t = 0, next; rows.count(t, w, 1) > 0; t = next) {
        next = rows.runEnd(t, w);
        output.forwardInTurn(rows.start(t) + w, next - t, rows.count(t));
      }
    }
  }

  /** What comes after the outputs of all turns: last states and loss. */
  void endTurns() {
    endLayers();
    loss();
  }

  /** What is left of the way forward when all layers have gone it for all windows. */
  void endForward() {
    endLayers();
    outputs();
  }

  /**
   * Leaves out windows: from here on it goes back through the others only. What was filled and what
   * came of it is read as before, except for the probabilities.
   *
   * @param kept the windows that stay, ascending
   */
  void keep(int[] kept, int count) {
    int to = 0;
    for (int t = -1; t < rows.steps(); t++) {
      for (int k = 0; k < count && kept[k] < rows.count(t); k++) {
        int from = rows.start(t) + kept[k];
        for (Layer layer : layers) {
          layer.moveRow(from, to);
        }
        if (t >= 0) {
          input.moveRow(from, to);
          output.moveRow(from, to);
        }
        to++;
      }
    }
    for (int k = 0; k < count; k++) {
      lengths[k] = lengths[kept[k]];
    }
    rows.set(lengths, count);
  }

  /** Shows the kernels what the host has set. */
  void upload() {
    int windows = rows.count(-1);
    input.upload(rows.end());
    output.upload(rows.end());
    kernels.upload(lastRows, windows);
    first.upload(windows);
  }

  /** The loss and its gradient; asks for the bits and the last states. */
  void loss() {
    output.loss();
    last.fetch(rows.count(-1));
  }

  /** Waits for what {@link #loss} has asked for. */
  void await() {
    output.awaitBits();
    last.await(rows.count(-1));
  }

  /** From the gradient of the outputs to that of the hidden states, as far as these are seen. */
  void backwardOutput() {
    kernels.zero(dAllHidden, 0, rows.end());
    if (droppedOutput == null) {
      output.backward();
    } else {
      kernels.zero(droppedOutput.dSeen, 0, rows.end());
      output.backward();
      droppedOutput.backward(rows.first(), rows.symbols());
    }
  }

  /**
   * From the gradient of a layer's hidden states to those of all that its matrices of weights were
   * multiplied with and gave, of the parameters of its cells and of its initial states, and on to
   * the layer below.
   */
  void backward(int layer) {
    layers[layer].backward();
  }

  /**
   * The uses of a layer's matrices of weights but that of the symbols, in the order of all shards.
   */
  List<WeightProduct> weightProducts(int layer) {
    return layers[layer].weightProducts();
  }

  /** The use of the output's matrix of weights. */
  WeightProduct outputProduct() {
    return output.weightProduct();
  }

  /** Adds to the gradients of biases what this shard gives. */
  void addBiasGradients(Kernels kernels, boolean add) {
    output.biasGradient(kernels, add);
    for (Layer layer : layers) {
      layer.addBiasGradients(kernels, add);
    }
  }
}
