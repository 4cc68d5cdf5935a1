package io.hyperstream.model.net;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.LayerSpec;
import io.hyperstream.model.kernels.LayerStage;
import io.hyperstream.model.kernels.LayerStage.InputRows;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.WeightProduct;
import java.util.ArrayList;
import java.util.List;

/**
 * One HyperLSTM layer over the rows of a shard (reference 1.3 and 1.5): a main cell whose rows a
 * hyper cell scales. Without a hyper cell it is a layer of a plain LSTM.
 */
final class Layer {

  private final Kernels kernels;
  private final int index;
  private final WindowRows rows;
  private final boolean firstShard;
  private final LayerStage stage;

  private final Parameters weights;
  private final Parameters gradients;

  /** What symbols give to the gates; null in a layer that reads none. */
  private final InputRows symbols;

  /** Null in the first layer. */
  private final Matrix inputWeight;

  /** What it reads of the layer below, and the gradient of that; null in the first layer. */
  private final Matrix below;

  private final Matrix dBelow;

  /** Makes that, if some of the layer below is dropped; else null. */
  private final DroppedRows droppedBelow;

  /** What comes from below and from the symbols to the gates; after backward its gradient. */
  private final Matrix input;

  /** What h of the step before gives to the gates; after backward its gradient. */
  private final Matrix recurrent;

  private final CellSpec.Memory main;

  /** Null in a plain LSTM, as is all of the hyper cell. */
  private final CellSpec.Memory hyper;

  private final Matrix z;
  private final Matrix dz;
  private final Matrix hyperRecurrent;
  private final Matrix embeddingBiasGradient;

  /** Gradients of the cells, to be added to those of the first shard; empty in that one. */
  private final List<OwnGradient> ownGradients = new ArrayList<>();

  /**
   * What a layer has in common with others, a row for each step of each window.
   *
   * @param h where it puts its hidden states, rows x N
   * @param dh their gradient
   * @param hBelow hidden states of the layer below; null for the first layer
   * @param dhBelow their gradient; likewise
   * @param input what comes from below and from the symbols to the gates, rows x 4 (N + M); after
   *     the backward pass its gradient
   * @param symbols puts there what the symbols give; null if the layer reads none
   */
  record Links(
      Matrix h, Matrix dh, Matrix hBelow, Matrix dhBelow, Matrix input, InputRows symbols) {}

  /**
   * @param masks of the shard
   * @param firstShard whether the gradients of its cells go straight to where those of all shards
   *     do
   */
  Layer(
      int index,
      HyperLstmConfig config,
      Kernels kernels,
      WindowRows rows,
      ShardMasks masks,
      Parameters weights,
      Parameters gradients,
      Links links,
      boolean firstShard) {
    this.index = index;
    this.kernels = kernels;
    this.weights = weights;
    this.gradients = gradients;
    this.rows = rows;
    this.input = links.input;
    this.symbols = links.symbols;
    this.firstShard = firstShard;
    this.inputWeight = weights.find(name("input"));
    int n = config.hidden();
    int m = config.hyper();
    boolean plain = m == 0;
    this.droppedBelow =
        links.hBelow == null
            ? null
            : masks.rows(Masks.Site.BELOW, index, links.hBelow, links.dhBelow);
    this.below = droppedBelow == null ? links.hBelow : droppedBelow.seen;
    this.dBelow = droppedBelow == null ? links.dhBelow : droppedBelow.dSeen;
    this.main = new CellSpec.Memory(links.h, allocate(n), links.dh, allocate(n));
    this.hyper =
        plain ? null : new CellSpec.Memory(allocate(m), allocate(m), allocate(m), allocate(m));
    this.recurrent = allocate(GATES * (n + m));
    this.z = plain ? null : allocate(SIGNALS * config.signalSize());
    this.dz = plain ? null : allocate(SIGNALS * config.signalSize());
    this.hyperRecurrent = plain ? null : kernels.columns(recurrent, GATES * n, GATES * m);
    this.embeddingBiasGradient = gradients.find(name("embedding.bias"));
    this.stage =
        kernels.layer(
            new LayerSpec(
                rows,
                config.normalisation(),
                input,
                recurrent,
                cell(main, "", masks.drop(Masks.Site.CANDIDATE, index, n)),
                plain ? null : hyperSpec(masks.drop(Masks.Site.HYPER_CANDIDATE, index, m))));
  }

  private Matrix allocate(int columns) {
    return kernels.allocate(rows.purpose(), rows.maxRows(), columns);
  }

  private String name(String parameter) {
    return ParameterLayout.name(index, parameter);
  }

  private LayerSpec.Cell cell(CellSpec.Memory memory, String prefix, CellSpec.Drop drop) {
    return new LayerSpec.Cell(
        memory,
        weights.get(name(prefix + "recurrent")),
        new CellSpec.Weights(
            weights.find(name(prefix + "bias")),
            weights.find(name(prefix + "gain")),
            weights.find(name(prefix + "shift"))),
        new CellSpec.Weights(
            ownGradient(prefix + "bias"),
            ownGradient(prefix + "gain"),
            ownGradient(prefix + "shift")),
        drop);
  }

  private LayerSpec.Hyper hyperSpec(CellSpec.Drop drop) {
    return new LayerSpec.Hyper(
        cell(hyper, "hyper.", drop),
        weights.get(name("embedding.weight")),
        weights.get(name("embedding.bias")),
        new CellSpec.Scaling(z, dz, weights.get(name("scale")), ownGradient("scale")));
  }

  /** Where this shard puts a gradient of its cells: its own, unless it is the first. */
  private Matrix ownGradient(String parameter) {
    Matrix all = gradients.find(name(parameter));
    if (firstShard || all == null) {
      return all;
    }
    Matrix own = kernels.allocate(rows.purpose(), all.rows(), all.columns());
    ownGradients.add(new OwnGradient(own, all));
    return own;
  }

  /** A gradient of this shard alone, and that of all shards. */
  private record OwnGradient(Matrix own, Matrix all) {}

  /** h, c, and those of the hyper cell: what a stream state holds of this layer, in its order. */
  Matrix[] memory() {
    return hyper == null
        ? new Matrix[] {main.h(), main.c()}
        : new Matrix[] {main.h(), main.c(), hyper.h(), hyper.c()};
  }

  /** dL/d of {@link #memory()}. */
  Matrix[] memoryGradients() {
    return hyper == null
        ? new Matrix[] {main.dh(), main.dc()}
        : new Matrix[] {main.dh(), main.dc(), hyper.dh(), hyper.dc()};
  }

  /** From states and inputs to the hidden states of all rows. */
  void forward() {
    if (below == null) {
      stage.forward(symbols);
      return;
    }
    int first = rows.first();
    int count = rows.symbols();
    if (symbols != null) {
      symbols.fill(first, count);
    }
    if (droppedBelow != null) {
      droppedBelow.forward(first, count);
    }
    kernels.multiply(below, first, inputWeight, input, first, count, symbols != null);
    stage.forward(InputRows.COMPLETE);
  }

  /** The same for some windows that lie side by side, in a layer that drops nothing. */
  void forward(int window, int windows) {
    if (below == null) {
      stage.forward(symbols, window, windows);
      return;
    }
    for (int t = 0, count; (count = rows.count(t, window, windows)) > 0 && symbols != null; t++) {
      symbols.fill(rows.start(t) + window, count);
    }
    for (int w = window; w < window + windows; w++) {
      for (int t = 0, next; rows.count(t, w, 1) > 0; t = next) {
        next = rows.runEnd(t, w);
        int row = rows.start(t) + w;
        int apart = rows.count(t);
        kernels.multiply(below, row, inputWeight, input, row, next - t, apart, symbols != null);
      }
    }
    stage.forward(InputRows.COMPLETE, window, windows);
  }

  /** Moves a row, with all that backward needs of it, to the place of another one. */
  void moveRow(int from, int to) {
    stage.moveRow(from, to);
  }

  /**
   * From dh, to which the layers above have added, to the gradients of all products, of the cells'
   * parameters and of the initial states, and on to the layer below.
   */
  void backward() {
    stage.backward();
    if (dBelow != null) {
      int first = rows.first();
      int count = rows.symbols();
      boolean add = droppedBelow == null;
      kernels.multiplyTransposed(input, first, inputWeight, dBelow, first, count, add);
      if (droppedBelow != null) {
        droppedBelow.backward(first, count);
      }
    }
  }

  /** The uses of the layer's matrices of weights. */
  List<WeightProduct> weightProducts() {
    List<WeightProduct> products = new ArrayList<>();
    products.add(new WeightProduct(main.h(), recurrent, true, gradients.get(name("recurrent"))));
    if (below != null) {
      products.add(new WeightProduct(below, input, false, gradients.get(name("input"))));
    }
    if (hyper != null) {
      products.add(
          new WeightProduct(
              hyper.h(), hyperRecurrent, true, gradients.get(name("hyper.recurrent"))));
      products.add(
          new WeightProduct(hyper.h(), dz, false, gradients.get(name("embedding.weight"))));
    }
    return products;
  }

  /** Adds to the gradients of biases and of the cells' parameters what this shard gives. */
  void addBiasGradients(Kernels kernels, boolean add) {
    if (hyper != null) {
      kernels.sumRows(dz, rows.first(), rows.symbols(), embeddingBiasGradient, add);
    }
    for (int i = 0; i < ownGradients.size(); i++) {
      kernels.add(ownGradients.get(i).own, ownGradients.get(i).all);
    }
  }
}
