package io.hyperstream.model.net;

import static io.hyperstream.model.net.ParameterLayout.GATES;
import static io.hyperstream.model.net.ParameterLayout.KINDS;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.CellStage;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import java.util.ArrayList;
import java.util.List;

/**
 * One HyperLSTM layer over the rows of a window (reference 1.3 and 1.5): a main cell whose rows a
 * hyper cell scales. Without a hyper cell it is a layer of a plain LSTM.
 */
final class Layer {

  private final Kernels kernels;

  private final Matrix recurrentWeight;
  private final Matrix recurrentGradient;

  // Of the hyper cell: all null in a plain LSTM.
  private final Matrix hyperWeight;
  private final Matrix hyperGradient;
  private final Matrix embeddingWeight;
  private final Matrix embeddingGradient;
  private final Matrix embeddingBias;
  private final Matrix embeddingBiasGradient;

  /** Null in a layer that reads no symbols. */
  private final Matrix symbolWeight;

  /** Null in the first layer. */
  private final Matrix inputWeight;

  private final Matrix inputGradient;

  // Memory of both cells, a row for each step of each window.
  private final Matrix h;
  private final Matrix dh;
  private final Matrix c;
  private final Matrix dc;
  private final Matrix hyperH;
  private final Matrix dHyperH;
  private final Matrix hyperC;
  private final Matrix dHyperC;
  private final Matrix[] memory;
  private final Matrix[] memoryGradients;

  // What the weights made of h (recurrent) and x (input), first the main cell's gates, then the
  // hyper cell's; after the backward pass their gradients.
  private final Matrix recurrent;
  private final Matrix hyperRecurrent;
  private final Matrix input;

  private final Matrix z;
  private final Matrix dz;

  private final CellStage main;

  /** Null in a plain LSTM. */
  private final CellStage hyper;

  /** Gradients of the cells, to be added to those of the first shard; empty in that one. */
  private final List<OwnGradient> ownGradients = new ArrayList<>();

  /**
   * @param h where the layer puts its hidden states, rows x N
   * @param input what comes from below and from the symbols to the gates, rows x 4 (N + M); after
   *     the backward pass its gradient
   * @param symbolWeight what each symbol gives to the gates; null if the layer reads none
   * @param firstShard whether the gradients of its cells go straight to where those of all shards
   *     do
   */
  Layer(
      int index,
      HyperLstmConfig config,
      Kernels kernels,
      Parameters weights,
      Parameters gradients,
      Matrix h,
      Matrix dh,
      Matrix input,
      int maxWindows,
      Matrix symbolWeight,
      boolean firstShard) {
    this.kernels = kernels;
    this.h = h;
    this.dh = dh;
    this.input = input;
    this.symbolWeight = symbolWeight;
    int rows = h.rows();
    int n = config.hidden();
    int m = config.hyper();
    this.recurrentWeight = weights.get(name(index, "recurrent"));
    this.recurrentGradient = gradients.get(name(index, "recurrent"));
    this.hyperWeight = weights.find(name(index, "hyper.recurrent"));
    this.hyperGradient = gradients.find(name(index, "hyper.recurrent"));
    this.embeddingWeight = weights.find(name(index, "embedding.weight"));
    this.embeddingGradient = gradients.find(name(index, "embedding.weight"));
    this.embeddingBias = weights.find(name(index, "embedding.bias"));
    this.embeddingBiasGradient = gradients.find(name(index, "embedding.bias"));
    this.inputWeight = weights.find(name(index, "input"));
    this.inputGradient = gradients.find(name(index, "input"));

    this.c = kernels.allocate(rows, n);
    this.dc = kernels.allocate(rows, n);
    this.hyperH = kernels.allocate(rows, m);
    this.dHyperH = kernels.allocate(rows, m);
    this.hyperC = kernels.allocate(rows, m);
    this.dHyperC = kernels.allocate(rows, m);
    this.memory = m == 0 ? new Matrix[] {h, c} : new Matrix[] {h, c, hyperH, hyperC};
    this.memoryGradients = m == 0 ? new Matrix[] {dh, dc} : new Matrix[] {dh, dc, dHyperH, dHyperC};
    this.recurrent = kernels.allocate(rows, GATES * (n + m));
    this.hyperRecurrent = kernels.columns(recurrent, GATES * n, GATES * m);
    this.z = kernels.allocate(rows, KINDS * GATES * config.embedding());
    this.dz = kernels.allocate(rows, KINDS * GATES * config.embedding());

    this.main =
        kernels.cell(
            new CellSpec(
                n,
                maxWindows,
                config.normalisation(),
                new CellSpec.Memory(h, c, dh, dc),
                new CellSpec.Input(
                    kernels.columns(recurrent, 0, GATES * n), kernels.columns(input, 0, GATES * n)),
                m == 0
                    ? null
                    : new CellSpec.Scaling(
                        z,
                        dz,
                        weights.get(name(index, "scale")),
                        ownGradient(gradients.get(name(index, "scale")), firstShard)),
                cellWeights(weights, index, ""),
                cellGradients(cellWeights(gradients, index, ""), firstShard)));
    this.hyper =
        m == 0
            ? null
            : kernels.cell(
                new CellSpec(
                    m,
                    maxWindows,
                    config.normalisation(),
                    new CellSpec.Memory(hyperH, hyperC, dHyperH, dHyperC),
                    new CellSpec.Input(
                        hyperRecurrent, kernels.columns(input, GATES * n, GATES * m)),
                    null,
                    cellWeights(weights, index, "hyper."),
                    cellGradients(cellWeights(gradients, index, "hyper."), firstShard)));
  }

  private static String name(int layer, String parameter) {
    return ParameterLayout.name(layer, parameter);
  }

  private static CellSpec.Weights cellWeights(Parameters p, int layer, String cell) {
    return new CellSpec.Weights(
        p.find(name(layer, cell + "bias")),
        p.find(name(layer, cell + "gain")),
        p.find(name(layer, cell + "shift")));
  }

  private CellSpec.Weights cellGradients(CellSpec.Weights all, boolean firstShard) {
    return new CellSpec.Weights(
        ownGradient(all.bias(), firstShard),
        ownGradient(all.gain(), firstShard),
        ownGradient(all.shift(), firstShard));
  }

  /** Where this shard puts a gradient of its cells: its own, unless it is the first. */
  private Matrix ownGradient(Matrix all, boolean firstShard) {
    if (firstShard || all == null) {
      return all;
    }
    Matrix own = kernels.allocate(all.rows(), all.columns());
    ownGradients.add(new OwnGradient(own, all));
    return own;
  }

  /** A gradient of this shard alone, and that of all shards. */
  private record OwnGradient(Matrix own, Matrix all) {}

  /** h, c, and those of the hyper cell: what a stream state holds of this layer, in its order. */
  Matrix[] memory() {
    return memory;
  }

  /** dL/d of {@link #memory()}. */
  Matrix[] memoryGradients() {
    return memoryGradients;
  }

  /**
   * @param below hidden states of the layer below, null for the first layer
   * @param symbols that the rows read
   */
  void forward(WindowRows rows, Matrix below, Indices symbols) {
    boolean stepByStep = below == null && !kernels.prefersLargeCalls();
    if (symbolWeight != null && !stepByStep) {
      kernels.gather(symbolWeight, symbols, rows.first(), rows.symbols(), input);
    }
    if (below != null) {
      kernels.multiply(
          below,
          rows.first(),
          inputWeight,
          input,
          rows.first(),
          rows.symbols(),
          symbolWeight != null);
    }
    if (hyper != null) {
      kernels.fillRows(z, rows.first(), rows.symbols(), embeddingBias);
    }
    for (int t = 0; t < rows.steps(); t++) {
      int row = rows.start(t);
      int previous = rows.start(t - 1);
      int count = rows.count(t);
      if (stepByStep) {
        // What is read just after it was written is read from the cache.
        kernels.gather(symbolWeight, symbols, row, count, input);
      }
      kernels.multiply(h, previous, recurrentWeight, recurrent, row, count, false);
      if (hyper != null) {
        kernels.multiply(hyperH, previous, hyperWeight, hyperRecurrent, row, count, true);
        hyper.forward(row, previous, count);
        kernels.multiply(hyperH, row, embeddingWeight, z, row, count, true);
      }
      main.forward(row, previous, count);
    }
  }

  /**
   * From dh, to which the layers above have added, to the gradients of all products, of the cells'
   * parameters and of the initial states, and on to dBelow.
   */
  void backward(WindowRows rows, Matrix dBelow) {
    kernels.zero(dc, 0, rows.end());
    main.clearGradients();
    if (hyper != null) {
      kernels.zero(dHyperH, 0, rows.end());
      kernels.zero(dHyperC, 0, rows.end());
      hyper.clearGradients();
    }
    for (int t = rows.steps() - 1; t >= 0; t--) {
      int row = rows.start(t);
      int previous = rows.start(t - 1);
      int count = rows.count(t);
      main.backward(row, previous, count);
      if (hyper != null) {
        kernels.multiplyTransposed(dz, row, embeddingWeight, dHyperH, row, count, true);
        hyper.backward(row, previous, count);
        kernels.multiplyTransposed(
            hyperRecurrent, row, hyperWeight, dHyperH, previous, count, true);
      }
      kernels.multiplyTransposed(recurrent, row, recurrentWeight, dh, previous, count, true);
    }
    main.completeGradients();
    if (hyper != null) {
      hyper.completeGradients();
    }
    if (dBelow != null) {
      kernels.multiplyTransposed(
          input, rows.first(), inputWeight, dBelow, rows.first(), rows.symbols(), true);
    }
  }

  /**
   * The uses of the layer's matrices of weights.
   *
   * @param below hidden states of the layer below, null for the first layer
   */
  List<WeightProduct> weightProducts(Matrix below) {
    List<WeightProduct> products = new ArrayList<>();
    products.add(new WeightProduct(h, recurrent, true, recurrentGradient));
    if (below != null) {
      products.add(new WeightProduct(below, input, false, inputGradient));
    }
    if (hyper != null) {
      products.add(new WeightProduct(hyperH, hyperRecurrent, true, hyperGradient));
      products.add(new WeightProduct(hyperH, dz, false, embeddingGradient));
    }
    return products;
  }

  /** Adds to the gradients of biases and of the cells' parameters what this shard gives. */
  void addBiasGradients(Kernels kernels, WindowRows rows, boolean add) {
    if (hyper != null) {
      kernels.sumRows(dz, rows.first(), rows.symbols(), embeddingBiasGradient, add);
    }
    for (int i = 0; i < ownGradients.size(); i++) {
      kernels.add(ownGradients.get(i).own, ownGradients.get(i).all);
    }
  }
}
