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

    void drop(Kernels kernels) {
      kernels.copyRows(weight, 0, original, 0, weight.rows());
      kernels.multiplyElements(weight, factors, weight, 0, weight.rows(), false);
    }

    void restore(Kernels kernels) {
      kernels.copyRows(original, 0, weight, 0, weight.rows());
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

  /** Drops what the masks say for this step. */
  void drop() {
    for (int l = 0; l < recurrent.size(); l++) {
      Matrix factors = recurrent.get(l).factors;
      int columns = factors.columns();
      for (int r = 0; r < factors.rows(); r++) {
        masks.fill(Site.RECURRENT, l, r, values, r * columns, columns);
      }
      kernels.upload(values, 0, factors, 0, factors.rows());
      recurrent.get(l).drop(kernels);
    }
    if (symbols != null) {
      symbols.drop(kernels);
    }
    dropped = true;
    weights.changed();
  }

  /**
   * Brings the weights back, and turns the gradients of what was used into those of the weights.
   *
   * @param read the rows of the symbol table that have a gradient
   */
  void restore(Indices read) {
    if (!dropped) {
      return;
    }
    dropped = false;
    for (int l = 0; l < recurrent.size(); l++) {
      Scaled scaled = recurrent.get(l);
      Matrix gradient = scaled.gradient;
      kernels.multiplyElements(gradient, scaled.factors, gradient, 0, gradient.rows(), false);
      scaled.restore(kernels);
    }
    if (symbols != null) {
      Matrix gradient = symbols.gradient;
      for (int i = 0; i < read.count(); i++) {
        int row = read.values()[i];
        kernels.multiplyElements(gradient, symbols.factors, gradient, row, 1, false);
      }
      symbols.restore(kernels);
    }
    weights.changed();
  }
}
