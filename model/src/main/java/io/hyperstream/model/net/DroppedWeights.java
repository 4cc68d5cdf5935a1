package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.Masks.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights that have factors during a step: the matrices {@code recurrent}, of which some weights
 * are dropped, and the symbol table, which makes up for the symbols that are dropped. They are
 * changed in place, and brought back when the gradients are made.
 */
final class DroppedWeights {

  private static final String PURPOSE = "weights of which some are dropped";

  private final Kernels kernels;
  private final Masks masks;
  private final Parameters weights;
  private final List<Scaled> recurrent = new ArrayList<>();

  /** Null if no symbols are dropped. */
  private final Scaled symbols;

  private float[] values = {};
  private boolean dropped;

  /** A matrix of weights with its factors, and what it is without them. */
  private record Scaled(Matrix weight, Matrix gradient, Matrix factors, Matrix original) {

    static Scaled of(Kernels kernels, Matrix weight, Matrix gradient) {
      return new Scaled(
          weight,
          gradient,
          kernels.allocate(PURPOSE, weight.rows(), weight.columns()),
          kernels.allocate(PURPOSE, weight.rows(), weight.columns()));
    }

    void drop(Kernels kernels, int row, int rows) {
      kernels.copyRows(weight, row, original, row, rows);
      kernels.multiplyElements(weight, factors, weight, row, rows, false);
    }

    void restore(Kernels kernels, int row, int rows) {
      kernels.multiplyElements(gradient, factors, gradient, row, rows, false);
      kernels.copyRows(original, row, weight, row, rows);
    }
  }

  DroppedWeights(
      Kernels kernels,
      HyperLstmConfig config,
      Masks masks,
      Parameters weights,
      Parameters gradients) {
    this.kernels = kernels;
    this.masks = masks;
    this.weights = weights;
    for (int l = 0; l < config.layers() && masks.drops(Site.RECURRENT); l++) {
      String name = ParameterLayout.name(l, "recurrent");
      recurrent.add(Scaled.of(kernels, weights.get(name), gradients.get(name)));
      values = new float[weights.get(name).rows() * weights.get(name).columns()];
    }
    if (masks.drops(Site.SYMBOL)) {
      Matrix table = weights.get(ParameterLayout.SYMBOLS);
      symbols = Scaled.of(kernels, table, gradients.get(ParameterLayout.SYMBOLS));
      float[] factors = new float[table.rows() * table.columns()];
      Arrays.fill(factors, 1 / masks.keep(Site.SYMBOL));
      kernels.upload(factors, 0, symbols.factors, 0, table.rows());
    } else {
      symbols = null;
    }
  }

  /**
   * Drops what the masks say for this step.
   *
   * @param read the rows of the symbol table that are read
   */
  void drop(Indices read) {
    for (int l = 0; l < recurrent.size(); l++) {
      Matrix factors = recurrent.get(l).factors;
      int columns = factors.columns();
      for (int r = 0; r < factors.rows(); r++) {
        masks.fill(Site.RECURRENT, l, r, values, r * columns, columns);
      }
      kernels.upload(values, 0, factors, 0, factors.rows());
      recurrent.get(l).drop(kernels, 0, factors.rows());
    }
    for (int i = 0; symbols != null && i < read.count(); i++) {
      symbols.drop(kernels, read.values()[i], 1);
    }
    dropped = true;
    if (!recurrent.isEmpty()) {
      weights.changed();
    }
  }

  /**
   * Brings the weights back, and turns the gradients of what was used into those of the weights.
   *
   * <p>An update follows, which says that the weights have changed; else {@link Parameters#changed}
   * has to.
   *
   * @param read the rows of the symbol table that were read
   */
  void restore(Indices read) {
    if (!dropped) {
      return;
    }
    dropped = false;
    for (int l = 0; l < recurrent.size(); l++) {
      recurrent.get(l).restore(kernels, 0, recurrent.get(l).weight.rows());
    }
    for (int i = 0; symbols != null && i < read.count(); i++) {
      symbols.restore(kernels, read.values()[i], 1);
    }
  }
}
