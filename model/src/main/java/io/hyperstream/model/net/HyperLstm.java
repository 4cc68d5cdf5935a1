package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A HyperLSTM (Ha, Dai, Le 2016; reference 1.3 to 1.5): forward and backward over a batch of ragged
 * windows, written once for all back ends.
 *
 * <p>Use: {@link #begin} with the lengths of the windows, {@link #setState} and {@link #setSymbol}
 * to fill them, then {@link #forward}, {@link #loss} and {@link #backward}.
 *
 * <p>The windows are dealt out to the lanes of the back end, one {@link Pass} each; the gradients
 * of the weights are then split by their columns. So no lane waits for another within a window.
 */
public final class HyperLstm {

  /** With fewer windows than this a lane would read all weights for hardly any work. */
  private static final int LEAST_WINDOWS = 2;

  /** A gradient is not split in parts of fewer columns than this. */
  private static final int LEAST_COLUMNS = 64;

  private final Kernels kernels;
  private final List<Pass> passes = new ArrayList<>();
  private final List<GradientPart> gradientParts = new ArrayList<>();

  // Each runs one part of what can be done side by side; made once, since a step allocates nothing.
  private final Kernels.Task forwardPart = (index, own) -> passes.get(index).forward();
  private final Kernels.Task lossPart = (index, own) -> passes.get(index).loss();
  private final Kernels.Task backwardPart = (index, own) -> passes.get(index).backward();
  private final Kernels.Task gradientPart;

  // What depends on the lengths of the windows only.
  private final Runnable forward;
  private final Runnable backward;
  private final Runnable gradients;

  private final int[] lengths;
  private int windows;

  /** The lengths of the windows of one pass, on their way to it. */
  private final int[] dealt;

  /** How many passes have windows. */
  private int active;

  private Indices read;

  /**
   * A network with room for so many windows of so many steps.
   *
   * @param weights read by every pass
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
    int count = passesFor(maxWindows);
    for (int lane = 0; lane < count; lane++) {
      passes.add(
          new Pass(
              layout,
              kernels.lane(lane),
              weights,
              gradients,
              mostWindows(maxWindows),
              maxSteps,
              lane == 0));
    }
    addGradientParts(gradients.get(ParameterLayout.SYMBOLS));
  }

  /** The passes that so many windows are dealt out to. */
  private int passesFor(int windows) {
    return Math.max(1, Math.min(kernels.lanes(), windows / LEAST_WINDOWS));
  }

  /** The most windows that fall to one pass when there are up to {@code windows}. */
  private int mostWindows(int windows) {
    int most = 1;
    for (int count = 1; count <= windows; count++) {
      int share = passesFor(count);
      most = Math.max(most, (count + share - 1) / share);
    }
    return most;
  }

  private void addGradientParts(Matrix symbols) {
    List<WindowRows> rows = passes.stream().map(Pass::rows).toList();
    List<List<WeightProduct>> products = passes.stream().map(Pass::weightProducts).toList();
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
            passes.get(p).addBiasGradients(own, p > 0);
          }
        });
  }

  private GradientPart symbolGradient(Matrix symbols, int from, int columns) {
    Matrix table = kernels.columns(symbols, from, columns);
    List<Matrix> values =
        passes.stream().map(pass -> kernels.columns(pass.symbolInput(), from, columns)).toList();
    return (own, count) -> {
      own.zeroRows(table, read);
      for (int p = 0; p < count; p++) {
        Pass pass = passes.get(p);
        int first = pass.rows().first();
        own.scatterAdd(values.get(p), pass.inputs(), first, pass.rows().symbols(), table, read);
      }
    };
  }

  private interface ColumnRange {
    void accept(int from, int columns);
  }

  /**
   * Cuts columns into two parts for each lane, so that the lanes end together, of whole vectors.
   */
  private void split(int columns, ColumnRange parts) {
    int most = kernels.lanes() == 1 ? 1 : 2 * kernels.lanes();
    int share = (columns + most - 1) / most;
    int width = (share + LEAST_COLUMNS - 1) / LEAST_COLUMNS * LEAST_COLUMNS;
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
    active = passesFor(windows);
    for (int p = 0; p < active; p++) {
      // Dealt out in turn, so that each pass has its share of the long ones.
      int count = 0;
      for (int w = p; w < windows; w += active) {
        dealt[count++] = lengths[w];
      }
      passes.get(p).begin(dealt, count);
    }
  }

  private Pass pass(int window) {
    return passes.get(window % active);
  }

  /** The row of one step of a window in its pass. */
  private int row(int window, int t) {
    return pass(window).rows().start(t) + window / active;
  }

  /** Sets the state that a window starts from. */
  public void setState(int window, float[] state) {
    pass(window).setState(window / active, state);
  }

  /** The state that a window starts from. */
  public void getState(int window, float[] state) {
    pass(window).getState(window / active, state);
  }

  /** The state after the last step of a window, after {@link #loss}. */
  public void getLastState(int window, float[] state) {
    pass(window).getLastState(window / active, state);
  }

  /** dL/d of the state that a window starts from, after {@link #backward}. */
  public void getStateGradient(int window, float[] gradient) {
    pass(window).getStateGradient(window / active, gradient);
  }

  /**
   * Sets one step of a window.
   *
   * @param input the symbol it reads, or a negative number for none
   * @param target the symbol it is to predict
   * @param lossScale what its loss counts in the sum that is learned from
   */
  public void setSymbol(int window, int t, int input, int target, float lossScale) {
    Pass pass = pass(window);
    int row = row(window, t);
    pass.setSymbol(row, input, target, lossScale);
  }

  /** The symbol that step t of a window reads. */
  public int input(int window, int t) {
    return pass(window).inputs().values()[row(window, t)];
  }

  /** Makes the states after the last step the ones to start from. */
  public void keepStates() {
    for (int p = 0; p < active; p++) {
      passes.get(p).keepStates();
    }
  }

  /** From symbols and initial states to the hidden states and logits of all steps. */
  public void forward() {
    for (int p = 0; p < active; p++) {
      passes.get(p).upload();
    }
    kernels.repeat(forward, lengths, windows);
  }

  /** Makes ready for {@link #getLogits}, after {@link #forward}. */
  public void fetchLogits() {
    for (int p = 0; p < active; p++) {
      passes.get(p).fetchLogits();
    }
  }

  /** The logits of one step of a window, V of them. */
  public void getLogits(int window, int t, float[] target, int offset) {
    pass(window).getLogits(row(window, t), target, offset);
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
    return pass(window).bits(row(window, t));
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
