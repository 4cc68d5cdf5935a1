package io.hyperstream.model.net;

import static io.hyperstream.model.kernels.Gates.GATES;
import static io.hyperstream.model.kernels.Gates.SIGNALS;

import java.util.ArrayList;
import java.util.List;

/**
 * What a symbol costs at least, counted from the shape of the network: the multiply-adds of its
 * matrix products, and the bytes that must come from memory. What is pointwise, and what an
 * implementation does beyond this (packing, padding, computing something twice), does not count as
 * work done.
 */
public final class NetworkCost {

  /** A forward product, and the two products of the same size that backward makes of it. */
  private static final int PRODUCTS_IN_LEARNING = 3;

  /**
   * Floats that an update moves for each parameter: the gradient written, then gradient, weight and
   * mean square read, and the latter two written.
   */
  private static final int UPDATE_MOVES = 6;

  /** What keeping the gradient's mean adds to that: read and written. */
  private static final int MEAN_MOVES = 2;

  /**
   * The product of a row of k values with a k x n matrix of weights.
   *
   * @param sequential whether it depends on the step before, so that the weights are read at every
   *     step; others can be one product for all steps of a window
   */
  private record Product(int k, int n, boolean sequential) {
    long multiplyAdds() {
      return (long) k * n;
    }
  }

  private final List<Product> products = new ArrayList<>();
  private final long parameters;
  private final long symbolColumns;

  public NetworkCost(HyperLstmConfig config) {
    ParameterLayout layout = new ParameterLayout(config);
    int n = config.hidden();
    int m = config.hyper();
    int signals = SIGNALS * config.signalSize();
    for (int layer = 0; layer < config.layers(); layer++) {
      if (layer > 0) {
        products.add(new Product(n, layout.gateColumns(), false));
      }
      products.add(new Product(n, layout.gateColumns(), true));
      if (m > 0) {
        products.add(new Product(m, GATES * m, true));
        products.add(new Product(m, signals, true));
        // Each signal scales the rows of one gate only: Z x N for each of them.
        products.add(new Product(signals, n, true));
      }
    }
    products.add(new Product(layout.softmaxInputs(), config.outputs(), false));
    int inputColumns = layout.symbolLayers() * layout.gateColumns();
    boolean vectors = config.density() != null;
    if (vectors) {
      products.add(new Product(config.inputs(), inputColumns, false));
    }
    this.parameters = vectors ? layout.size() : layout.denseSize();
    this.symbolColumns = vectors ? 0 : inputColumns;
  }

  /** Multiply-adds to predict one symbol. */
  public long forwardMultiplyAdds() {
    return products.stream().mapToLong(Product::multiplyAdds).sum();
  }

  /** Multiply-adds to predict one symbol and learn from it. */
  public long learningMultiplyAdds() {
    return PRODUCTS_IN_LEARNING * forwardMultiplyAdds();
  }

  /** Floating-point operations for one symbol; a multiply-add is two. */
  public long operations(boolean learning) {
    return 2 * (learning ? learningMultiplyAdds() : forwardMultiplyAdds());
  }

  /** Bytes of the weights that each step of a window reads. */
  public long sequentialWeightBytes() {
    return Float.BYTES
        * products.stream().filter(Product::sequential).mapToLong(Product::multiplyAdds).sum();
  }

  /** Bytes of the weights that one product for a whole window can read. */
  public long windowWeightBytes() {
    return Float.BYTES
        * products.stream().filter(p -> !p.sequential()).mapToLong(Product::multiplyAdds).sum();
  }

  /**
   * Bytes of weights that must be read for one symbol: forward once and, when learning, backward
   * once more, for all windows of a step together.
   *
   * @param batch windows in a step
   * @param window symbols in each
   */
  public double weightBytes(int batch, int window, boolean learning) {
    double sequential = sequentialWeightBytes() / (double) batch;
    double shared = windowWeightBytes() / ((double) batch * window);
    double symbolRow = Float.BYTES * (double) symbolColumns;
    return (learning ? 2 : 1) * (sequential + shared) + symbolRow;
  }

  /**
   * Bytes that the update moves for one symbol: of all parameters but the symbol table, of which at
   * most one row.
   *
   * @param keepsMean whether Adam keeps the gradient's mean (beta1 above 0)
   */
  public double updateBytes(int batch, int window, boolean keepsMean) {
    int moves = UPDATE_MOVES + (keepsMean ? MEAN_MOVES : 0);
    return moves * Float.BYTES * (parameters / ((double) batch * window));
  }

  /** Bytes that an update goes through: gradient, weights and what Adam keeps. */
  public long updateSetBytes(boolean keepsMean) {
    return (keepsMean ? 4 : 3) * Float.BYTES * parameters;
  }
}
