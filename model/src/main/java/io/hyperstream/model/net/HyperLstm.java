package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import java.util.ArrayList;
import java.util.List;

/**
 * A HyperLSTM (Ha, Dai, Le 2016; reference 1.3 to 1.5): forward and backward over a batch of ragged
 * windows, written once for all back ends.
 *
 * <p>Use: {@link #begin} with the lengths of the windows, {@link #setState} and {@link #setSymbol}
 * to fill them, then {@link #forward}, {@link #loss} and {@link #backward}.
 *
 * <p>The windows are dealt out to the workers of the back end, one {@link Shard} each; the
 * gradients of the weights are then split by their columns. So no worker waits for another within a
 * window.
 */
public final class HyperLstm {

  /** With fewer windows than this a worker would read all weights for hardly any work. */
  private static final int MIN_WINDOWS = 2;

  /** A gradient is not split into parts of fewer columns than this. */
  private static final int MIN_COLUMNS = 64;

  private final Kernels kernels;
  private final List<Shard> shards = new ArrayList<>();
  private final List<GradientPart> gradientParts = new ArrayList<>();

  // Each runs one part of what can be done side by side; made once, since a step allocates nothing.
  private final Kernels.Task forwardPart = (index, own) -> shards.get(index).forward();
  private final Kernels.Task lossPart = (index, own) -> shards.get(index).loss();
  private final Kernels.Task backwardPart = (index, own) -> shards.get(index).backward();
  private final Kernels.Task gradientPart;

  // What depends on the lengths of the windows only.
  private final Runnable forward;
  private final Runnable backward;
  private final Runnable gradients;

  private final int[] lengths;
  private int windows;

  /** The lengths of the windows of one shard, on their way to it. */
  private final int[] dealt;

  /** How many shards have windows. */
  private int active;

  private Indices read;

  /**
   * A network with room for so many windows of so many steps.
   *
   * @param weights read by every shard
   * @param gradients written by {@link #backward}
   */
  public HyperLstm(
      ParameterLayout layout,
      Kernels kernels,
      Parameters weights,
      Parameters gradients,
      int maxWindows,
      int maxSteps) {
    this.kernels = kernels;
    this.lengths = new int[maxWindows];
    this.dealt = new int[maxWindows];
    this.gradientPart = (index, own) -> gradientParts.get(index).run(own, active);
    this.forward = () -> kernels.parallel(active, forwardPart);
    this.backward = () -> kernels.parallel(active, backwardPart);
    this.gradients = () -> kernels.parallel(gradientParts.size(), gradientPart);
    kernels.purpose(
        "the windows of a step, up to %d of %d symbols".formatted(maxWindows, maxSteps));
    int count = shardsFor(maxWindows);
    for (int worker = 0; worker < count; worker++) {
      shards.add(
          new Shard(
              layout,
              kernels.worker(worker),
              weights,
              gradients,
              maxWindowsOfShard(maxWindows),
              maxSteps,
              worker == 0));
    }
    addGradientParts(gradients.get(ParameterLayout.SYMBOLS));
  }

  /** How many shards so many windows are dealt out to. */
  private int shardsFor(int windows) {
    return Math.max(1, Math.min(kernels.workers(), windows / MIN_WINDOWS));
  }

  /** The maximum number of windows that fall to one shard when there are up to {@code windows}. */
  private int maxWindowsOfShard(int windows) {
    int max = 1;
    for (int count = 1; count <= windows; count++) {
      int share = shardsFor(count);
      max = Math.max(max, (count + share - 1) / share);
    }
    return max;
  }

  private void addGradientParts(Matrix symbols) {
    List<WindowRows> rows = shards.stream().map(Shard::rows).toList();
    List<List<WeightProduct>> products = shards.stream().map(Shard::weightProducts).toList();
    for (int i = 0; i < products.get(0).size(); i++) {
      int product = i;
      List<WeightProduct> uses = products.stream().map(list -> list.get(product)).toList();
      int columns = uses.get(0).gradient().columns();
      split(
          columns,
          (from, count) -> gradientParts.add(new WeightGradient(kernels, uses, rows, from, count)));
    }
    split(
        symbols.columns(),
        (from, count) -> gradientParts.add(symbolGradient(symbols, from, count)));
    gradientParts.add(
        (own, count) -> {
          for (int p = 0; p < count; p++) {
            shards.get(p).addBiasGradients(own, p > 0);
          }
        });
  }

  private GradientPart symbolGradient(Matrix symbols, int from, int columns) {
    Matrix table = kernels.columns(symbols, from, columns);
    List<Matrix> values =
        shards.stream().map(shard -> kernels.columns(shard.symbolInput(), from, columns)).toList();
    return (own, count) -> {
      own.zeroRows(table, read);
      for (int p = 0; p < count; p++) {
        Shard shard = shards.get(p);
        int first = shard.rows().first();
        own.scatterAdd(values.get(p), shard.inputs(), first, shard.rows().symbols(), table, read);
      }
    };
  }

  private interface ColumnRange {
    void accept(int from, int columns);
  }

  /**
   * Cuts columns into two parts for each worker, of whole vectors, so that the workers end
   * together.
   */
  private void split(int columns, ColumnRange parts) {
    int maxParts = kernels.workers() == 1 ? 1 : 2 * kernels.workers();
    int share = (columns + maxParts - 1) / maxParts;
    int width = (share + MIN_COLUMNS - 1) / MIN_COLUMNS * MIN_COLUMNS;
    for (int from = 0; from < columns; from += width) {
      parts.accept(from, Math.min(width, columns - from));
    }
  }

  /**
   * Lays out windows of these lengths.
   *
   * @param lengths at least 1 each, descending
   */
  public void begin(int[] lengths, int windows) {
    this.windows = windows;
    System.arraycopy(lengths, 0, this.lengths, 0, windows);
    active = shardsFor(windows);
    for (int p = 0; p < active; p++) {
      // Dealt out in turn, so that each shard has its share of the long ones.
      int count = 0;
      for (int w = p; w < windows; w += active) {
        dealt[count++] = lengths[w];
      }
      shards.get(p).begin(dealt, count);
    }
  }

  private Shard shard(int window) {
    return shards.get(window % active);
  }

  /** The row of one step of a window in its shard. */
  private int row(int window, int t) {
    return shard(window).rows().start(t) + window / active;
  }

  /** Sets the state that a window starts from. */
  public void setState(int window, float[] state) {
    shard(window).setState(window / active, state);
  }

  /** The state that a window starts from. */
  public void getState(int window, float[] state) {
    shard(window).getState(window / active, state);
  }

  /** The state after the last step of a window, after {@link #loss}. */
  public void getLastState(int window, float[] state) {
    shard(window).getLastState(window / active, state);
  }

  /** dL/d of the state that a window starts from, after {@link #backward}. */
  public void getStateGradient(int window, float[] gradient) {
    shard(window).getStateGradient(window / active, gradient);
  }

  /**
   * Sets one step of a window.
   *
   * @param input the symbol it reads, or a negative number for none
   * @param target the symbol it is to predict
   * @param lossScale what its loss counts in the sum that is learned from
   */
  public void setSymbol(int window, int t, int input, int target, float lossScale) {
    Shard shard = shard(window);
    int row = row(window, t);
    shard.setSymbol(row, input, target, lossScale);
  }

  /** The symbol that step t of a window reads. */
  public int input(int window, int t) {
    return shard(window).inputs().values()[row(window, t)];
  }

  /** Makes the states after the last step the ones to start from. */
  public void keepStates() {
    for (int p = 0; p < active; p++) {
      shards.get(p).keepStates();
    }
  }

  /** From symbols and initial states to the hidden states and logits of all steps. */
  public void forward() {
    for (int p = 0; p < active; p++) {
      shards.get(p).upload();
    }
    kernels.repeat(forward, lengths, windows);
  }

  /** Makes ready for {@link #getLogits}, after {@link #forward}. */
  public void fetchLogits() {
    for (int p = 0; p < active; p++) {
      shards.get(p).fetchLogits();
    }
  }

  /** The logits of one step of a window, V of them. */
  public void getLogits(int window, int t, float[] target, int offset) {
    shard(window).getLogits(row(window, t), target, offset);
  }

  /**
   * Makes the bits of all targets, and turns the logits into the gradient of the sum of the scaled
   * losses in nats.
   */
  public void loss() {
    kernels.parallel(active, lossPart);
  }

  /** What the target of one step of a window costs, after {@link #loss}. */
  public float bits(int window, int t) {
    return shard(window).bits(row(window, t));
  }

  /**
   * From the gradient of the logits to that of every parameter and of the initial states.
   *
   * @param read as in {@link #gradients}
   */
  public void backward(Indices read) {
    backward();
    gradients(read);
  }

  /**
   * From the gradient of the logits to those of all that the matrices of weights were multiplied
   * with and gave, and of the initial states: step by step, back through the windows.
   */
  public void backward() {
    kernels.repeat(backward, lengths, windows);
  }

  /**
   * From those to the gradients of the weights, over all steps at once. In the symbol table only
   * the rows that were read are written.
   *
   * @param read the different symbols among the inputs, uploaded; the same object each time
   */
  public void gradients(Indices read) {
    this.read = read;
    kernels.repeat(gradients, lengths, windows);
  }
}
