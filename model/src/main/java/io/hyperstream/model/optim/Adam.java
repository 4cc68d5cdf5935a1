package io.hyperstream.model.optim;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.Parameters;

/**
 * Adam (Kingma and Ba 2015) over the arena, with the gradient's global norm clipped. It differs
 * from the paper where it says so in {@link AdamConfig}, and in the symbol table: a row is updated,
 * and its bias corrected, only when its symbol was read.
 */
public final class Adam {

  private final AdamConfig config;
  private final ParameterLayout layout;
  private final Kernels kernels;
  private final Parameters weights;
  private final Parameters gradients;

  /** Null when beta1 is 0. */
  private final Parameters firstMoment;

  private final Parameters secondMoment;
  private final Indices rowUpdates;

  /** Of the softmax and the symbol table, and of all the rest. */
  private final AdamUpdate vocabulary;

  private final AdamUpdate body;
  private long updates;

  public Adam(
      AdamConfig config,
      ParameterLayout layout,
      Kernels kernels,
      Parameters weights,
      Parameters gradients) {
    this.config = config;
    this.layout = layout;
    this.kernels = kernels;
    this.weights = weights;
    this.gradients = gradients;
    this.firstMoment = config.beta1() == 0 ? null : new Parameters(layout, kernels);
    this.secondMoment = new Parameters(layout, kernels);
    this.rowUpdates = kernels.indices(layout.config().vocabulary());
    this.vocabulary = newUpdate(config);
    this.body = newUpdate(config);
  }

  private static AdamUpdate newUpdate(AdamConfig config) {
    return new AdamUpdate((float) config.beta1(), (float) config.beta2(), (float) config.epsilon());
  }

  /** The gradient's global norm, over all but the symbol rows that were not read. */
  public double gradientNorm(Indices read) {
    return Math.sqrt(
        kernels.sumOfSquares(gradients.arena(), 0, layout.denseSize())
            + kernels.sumOfSquaresOfRows(gradients.get(ParameterLayout.SYMBOLS), read));
  }

  /**
   * One update of the weights.
   *
   * @param norm of the gradient, finite
   * @param read the symbols whose rows have a gradient, uploaded
   */
  public void update(double norm, Indices read) {
    double rate = config.rateAt(updates);
    float gradientScale = (float) Math.min(1, config.clipNorm() / norm);
    set(body, rate, gradientScale);
    set(vocabulary, rate * config.vocabularyRate(), gradientScale);
    updates++;
    int softmax = layout.entry(ParameterLayout.SOFTMAX_WEIGHT).offset();
    updateDense(body, 0, softmax);
    updateDense(vocabulary, softmax, layout.denseSize());
    for (int i = 0; i < read.count(); i++) {
      rowUpdates.values()[read.values()[i]]++;
    }
    kernels.upload(rowUpdates, rowUpdates.values().length);
    Matrix firstRows = firstMoment == null ? null : firstMoment.get(ParameterLayout.SYMBOLS);
    kernels.adamRows(
        vocabulary,
        rowUpdates,
        weights.get(ParameterLayout.SYMBOLS),
        gradients.get(ParameterLayout.SYMBOLS),
        firstRows,
        secondMoment.get(ParameterLayout.SYMBOLS),
        read);
    kernels.weightsChanged();
  }

  private void set(AdamUpdate update, double rate, float gradientScale) {
    update.set(
        (float) rate, (float) Math.min(config.maxMove() * rate, Float.MAX_VALUE), gradientScale);
  }

  private void updateDense(AdamUpdate numbers, int from, int to) {
    kernels.adam(
        numbers,
        updates,
        weights.arena(),
        gradients.arena(),
        firstMoment == null ? null : firstMoment.arena(),
        secondMoment.arena(),
        from,
        to);
  }

  /** Updates so far. */
  public long updates() {
    return updates;
  }

  /** A copy of the mean of the gradient, empty when beta1 is 0. */
  public float[] firstMoment() {
    return firstMoment == null ? new float[0] : firstMoment.toArray();
  }

  /** A copy of the mean of the squared gradient. */
  public float[] secondMoment() {
    return secondMoment.toArray();
  }

  /** A copy of how often each symbol's row was updated. */
  public int[] rowUpdates() {
    return rowUpdates.values().clone();
  }

  /** Goes on from what the accessors gave. */
  public void restore(long updates, float[] first, float[] second, int[] rows) {
    if ((first.length == 0) != (firstMoment == null)) {
      throw new IllegalArgumentException(
          "the state was learned with beta1 %s 0, the options say the opposite"
              .formatted(first.length == 0 ? "=" : ">"));
    }
    int[] counts = rowUpdates.values();
    if (rows.length != counts.length) {
      throw new IllegalArgumentException(
          "%d symbol rows expected, but %d came".formatted(counts.length, rows.length));
    }
    if (firstMoment != null) {
      firstMoment.set(first);
    }
    secondMoment.set(second);
    System.arraycopy(rows, 0, counts, 0, rows.length);
    this.updates = updates;
  }
}
