package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.Masks.Site;
import java.util.ArrayList;
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
  private final List<Recurrent> recurrent = new ArrayList<>();

  /** What symbols that stay are multiplied by; 1 if none are dropped. */
  private final float symbolFactor;

  private final Matrix symbols;
  private final Matrix symbolGradient;

  /** The table without that factor; null if no symbols are dropped. */
  private final Matrix originalSymbols;

  private boolean dropped;

  /** A matrix of weights with its mask, and what it is without it. */
  private record Recurrent(Matrix weight, Matrix gradient, Mask mask, Matrix original) {}

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
      Matrix weight = weights.get(name);
      int rows = weight.rows();
      int columns = weight.columns();
      recurrent.add(
          new Recurrent(
              weight,
              gradients.get(name),
              kernels.mask(PURPOSE, rows, columns, null),
              kernels.allocate(PURPOSE, rows, columns)));
    }
    boolean dropsSymbols = masks.drops(Site.SYMBOL);
    this.symbolFactor = dropsSymbols ? 1 / masks.keep(Site.SYMBOL) : 1;
    this.symbols = dropsSymbols ? weights.get(ParameterLayout.SYMBOLS) : null;
    this.symbolGradient = dropsSymbols ? gradients.get(ParameterLayout.SYMBOLS) : null;
    this.originalSymbols =
        dropsSymbols ? kernels.allocate(PURPOSE, symbols.rows(), symbols.columns()) : null;
  }

  /**
   * Drops what the masks say for this step.
   *
   * @param read the rows of the symbol table that are read
   */
  void drop(Indices read) {
    for (int l = 0; l < recurrent.size(); l++) {
      Recurrent own = recurrent.get(l);
      int rows = own.weight.rows();
      own.mask.draw(masks.key(Site.RECURRENT, l), masks.level(Site.RECURRENT), 0, rows);
      kernels.copyRows(own.weight, 0, own.original, 0, rows);
      kernels.multiplyElements(own.weight, own.mask, own.weight, 0, rows, false);
    }
    if (originalSymbols != null) {
      kernels.scaleRows(symbols, read, 1, originalSymbols);
      kernels.scaleRows(originalSymbols, read, symbolFactor, symbols);
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
      Recurrent own = recurrent.get(l);
      int rows = own.weight.rows();
      kernels.multiplyElements(own.gradient, own.mask, own.gradient, 0, rows, false);
      kernels.copyRows(own.original, 0, own.weight, 0, rows);
    }
    if (originalSymbols != null) {
      kernels.scaleRows(symbolGradient, read, symbolFactor, symbolGradient);
      kernels.scaleRows(originalSymbols, read, 1, symbols);
    }
  }
}
