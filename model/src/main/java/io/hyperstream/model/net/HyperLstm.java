package io.hyperstream.model.net;

import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.SoftmaxInput;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A HyperLSTM (Ha, Dai, Le 2016; reference 1.3 to 1.5): forward and backward over a batch of ragged
 * windows, written once for all back ends.
 *
 * <p>Use: {@link #rows()} to lay out the windows, {@link #setState}, {@link #inputs()}, {@link
 * #targets()} and {@link #lossScales()} to fill them, then {@link #forward}, {@link #loss} and
 * {@link #backward}.
 */
public final class HyperLstm {

  private final Kernels kernels;
  private final Parameters weights;
  private final Parameters gradients;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Matrix> hidden = new ArrayList<>();
  private final List<Matrix> dHidden = new ArrayList<>();

  /** Hidden states of all layers side by side, and of those that the softmax sees. */
  private final Matrix allHidden;

  private final Matrix dAllHidden;
  private final Matrix seen;
  private final Matrix dSeen;
  private final Matrix input;
  private final Matrix symbolInput;
  private final Matrix logits;

  private final WindowRows rows;
  private final int[] inputs;
  private final int[] targets;
  private final float[] lossScales;
  private final float[] bits;

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
    this.allHidden = kernels.allocate(most, config.layers() * n);
    this.dAllHidden = kernels.allocate(most, config.layers() * n);
    this.input = kernels.allocate(most, config.layers() * columns);
    this.symbolInput = kernels.columns(input, 0, layout.symbolLayers() * columns);
    for (int l = 0; l < config.layers(); l++) {
      hidden.add(kernels.columns(allHidden, l * n, n));
      dHidden.add(kernels.columns(dAllHidden, l * n, n));
      layers.add(
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
              l < layout.symbolLayers()));
    }
    boolean all = config.softmaxInput() == SoftmaxInput.ALL;
    this.seen = all ? allHidden : hidden.get(config.layers() - 1);
    this.dSeen = all ? dAllHidden : dHidden.get(config.layers() - 1);
    this.logits = kernels.allocate(most, config.vocabulary());
  }

  /** The layout of the windows, to be set before anything else. */
  public WindowRows rows() {
    return rows;
  }

  /** The symbol that each row reads, or a negative number for none; by row. */
  public int[] inputs() {
    return inputs;
  }

  /** The symbol that each row is to predict; by row. */
  public int[] targets() {
    return targets;
  }

  /** What the loss of each row counts in the loss of all, the sum that is learned from; by row. */
  public float[] lossScales() {
    return lossScales;
  }

  /** Sets the state of one row, such as those of the block of initial states. */
  public void setState(int row, float[] state) {
    int offset = 0;
    for (Layer layer : layers) {
      for (Matrix memory : layer.memory()) {
        kernels.upload(state, offset, memory, row, 1);
        offset += memory.columns();
      }
    }
  }

  /** The state after one row. */
  public void getState(int row, float[] state) {
    download(row, state, false);
  }

  /** dL/d of the state of one row of the initial block, after {@link #backward}. */
  public void getStateGradient(int row, float[] gradient) {
    download(row, gradient, true);
  }

  private void download(int row, float[] target, boolean gradient) {
    int offset = 0;
    for (Layer layer : layers) {
      for (Matrix memory : gradient ? layer.memoryGradients() : layer.memory()) {
        kernels.download(memory, row, 1, target, offset);
        offset += memory.columns();
      }
    }
  }

  /** Makes the states of the last step the initial ones; for windows of one step. */
  public void keepStates() {
    for (Layer layer : layers) {
      for (Matrix memory : layer.memory()) {
        kernels.copyRows(memory, rows.start(0), 0, rows.count(0));
      }
    }
  }

  /** From inputs and initial states to the hidden states and logits of all rows. */
  public void forward() {
    int first = rows.first();
    int symbols = rows.symbols();
    kernels.gather(weights.get(ParameterLayout.SYMBOLS), inputs, first, symbols, input);
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).forward(rows, l == 0 ? null : hidden.get(l - 1));
    }
    kernels.fillRows(logits, first, symbols, weights.get(ParameterLayout.SOFTMAX_BIAS));
    kernels.multiply(
        seen, first, weights.get(ParameterLayout.SOFTMAX_WEIGHT), logits, first, symbols, true);
  }

  /** The logits of some rows, V each. */
  public void getLogits(int row, int count, float[] target) {
    kernels.download(logits, row, count, target, 0);
  }

  /**
   * The bits of each row's target, by row. Turns the logits into the gradient of the sum of the
   * scaled losses in nats.
   */
  public float[] loss() {
    kernels.softmaxLoss(logits, rows.first(), rows.symbols(), targets, lossScales, bits);
    return bits;
  }

  /**
   * From the gradient of the logits to that of every parameter and of the initial states. In the
   * symbol table only the rows that were read are written.
   *
   * @param read the different symbols among the inputs
   */
  public void backward(int[] read, int readCount) {
    int first = rows.first();
    int symbols = rows.symbols();
    kernels.multiplyRows(
        seen, first, logits, first, symbols, gradients.get(ParameterLayout.SOFTMAX_WEIGHT), false);
    kernels.sumRows(logits, first, symbols, gradients.get(ParameterLayout.SOFTMAX_BIAS));
    kernels.zero(dAllHidden, 0, rows.end());
    kernels.multiplyTransposed(
        logits, first, weights.get(ParameterLayout.SOFTMAX_WEIGHT), dSeen, first, symbols, true);
    for (int l = layers.size() - 1; l >= 0; l--) {
      layers
          .get(l)
          .backward(rows, l == 0 ? null : hidden.get(l - 1), l == 0 ? null : dHidden.get(l - 1));
    }
    Matrix table = gradients.get(ParameterLayout.SYMBOLS);
    kernels.zeroRows(table, read, readCount);
    kernels.scatterAdd(symbolInput, inputs, first, symbols, table);
  }
}
