package io.hyperstream.model.optim;

import io.hyperstream.model.kernels.AdamUpdate;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.ParameterGroup;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.ParameterTable;
import io.hyperstream.model.net.Parameters;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015) over groups of parameters, with the gradient's global norm clipped. It
 * differs from the paper where it says so in {@link AdamConfig}, and in a group that is updated by
 * rows: a row is updated, and its bias corrected, only when it was read.
 */
public final class Adam {

  private final AdamConfig config;
  private final Kernels kernels;
  private final Parameters weights;
  private final Parameters gradients;

  /** Null when beta1 is 0. */
  private final Parameters firstMoment;

  private final Parameters secondMoment;
  private final List<ParameterGroup> groups;

  /** Those of each group. */
  private final List<AdamUpdate> numbers;

  /** Parameters before those that are updated by rows. */
  private final int dense;

  // Of those that are updated by rows; null if there are none.
  private final Matrix rowWeights;
  private final Matrix rowGradients;
  private final Matrix rowFirstMoment;
  private final Matrix rowSecondMoment;
  private final Indices rowUpdates;
  private long updates;
  private double rateFactor = 1;

  /**
   * @param layout of weights and gradients
   */
  public Adam(
      AdamConfig config,
      ParameterLayout layout,
      Kernels kernels,
      Parameters weights,
      Parameters gradients) {
    this(config, layout, layout.groups(config.vocabularyRate()), kernels, weights, gradients);
  }

  /**
   * @param layout of weights and gradients
   * @param groups of all of them; one that is updated by rows is the last
   */
  public Adam(
      AdamConfig config,
      ParameterTable layout,
      List<ParameterGroup> groups,
      Kernels kernels,
      Parameters weights,
      Parameters gradients) {
    this.config = config;
    this.kernels = kernels;
    this.weights = weights;
    this.gradients = gradients;
    this.firstMoment = config.beta1() == 0 ? null : new Parameters(layout, kernels);
    this.secondMoment = new Parameters(layout, kernels);
    this.groups = groups;
    this.numbers = groups.stream().map(group -> newUpdate(config)).toList();
    ParameterGroup last = groups.get(groups.size() - 1);
    boolean byRows = last.byRows();
    this.dense = byRows ? last.from() : layout.size();
    this.rowWeights = byRows ? weights.rows(last) : null;
    this.rowGradients = byRows ? gradients.rows(last) : null;
    this.rowFirstMoment = byRows && firstMoment != null ? firstMoment.rows(last) : null;
    this.rowSecondMoment = byRows ? secondMoment.rows(last) : null;
    this.rowUpdates = kernels.indices(last.rows());
  }

  private static AdamUpdate newUpdate(AdamConfig config) {
    return new AdamUpdate((float) config.beta1(), (float) config.beta2(), (float) config.epsilon());
  }

  /** The gradient's global norm, over all but the rows that were not read. */
  public double gradientNorm(Indices read) {
    Matrix all = gradients.arena();
    return Math.sqrt(
        rowGradients == null
            ? kernels.sumOfSquares(all, 0, dense)
            : kernels.sumOfSquares(all, 0, dense, rowGradients, read));
  }

  /**
   * One update of the weights.
   *
   * @param norm of the gradient, finite
   * @param read the rows that have a gradient, of the group that is updated by rows; uploaded
   */
  public void update(double norm, Indices read) {
    double rate = config.rateAt(updates) * rateFactor;
    float gradientScale = (float) Math.min(1, config.clipNorm() / norm);
    updates++;
    for (int i = 0; i < groups.size(); i++) {
      ParameterGroup group = groups.get(i);
      AdamUpdate update = numbers.get(i);
      double ownRate = rate * group.rate();
      float maxMove = (float) Math.min(config.maxMove() * ownRate, Float.MAX_VALUE);
      update.set((float) ownRate, maxMove, gradientScale);
      if (group.byRows()) {
        updateRows(update, read);
      } else {
        updateAll(update, group);
      }
    }
    weights.changed();
  }

  private void updateAll(AdamUpdate update, ParameterGroup group) {
    kernels.adam(
        update,
        updates,
        weights.arena(),
        gradients.arena(),
        firstMoment == null ? null : firstMoment.arena(),
        secondMoment.arena(),
        group.from(),
        group.to());
  }

  private void updateRows(AdamUpdate update, Indices read) {
    for (int i = 0; i < read.count(); i++) {
      rowUpdates.values()[read.values()[i]]++;
    }
    kernels.upload(rowUpdates, rowUpdates.values().length);
    kernels.adamRows(
        update, rowUpdates, rowWeights, rowGradients, rowFirstMoment, rowSecondMoment, read);
  }

  /** Multiplies the rate of all updates from now on: a schedule on top of the config's. */
  public void scaleRate(double factor) {
    rateFactor = factor;
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

  /** A copy of how often each row was updated. */
  public int[] rowUpdates() {
    return rowUpdates.values().clone();
  }

  /** Goes on from what the accessors gave. */
  public void restore(long updates, float[] first, float[] second, int[] rows) {
    int[] counts = rowUpdates.values();
    if (rows.length != counts.length) {
      throw new IllegalArgumentException(
          "%d rows expected, but %d came".formatted(counts.length, rows.length));
    }
    if (firstMoment != null) {
      firstMoment.set(first);
    }
    secondMoment.set(second);
    System.arraycopy(rows, 0, counts, 0, rows.length);
    this.updates = updates;
  }
}
