package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.GradientPart;
import io.hyperstream.model.net.gradient.WeightGradient;
import io.hyperstream.model.net.gradient.WeightProduct;
import io.hyperstream.model.net.input.InputLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradients of all weights, cut into parts of some columns, which workers make side by side.
 */
final class GradientParts {

  /** A gradient is not split into parts of fewer columns than this. */
  private static final int MIN_COLUMNS = 64;

  /** Of the matrices of each layer. */
  final List<List<GradientPart>> layers = new ArrayList<>();

  /** Of the output's matrix. */
  final List<GradientPart> output;

  /** Of the input's matrix and of all biases. */
  final List<GradientPart> others = new ArrayList<>();

  private final Kernels kernels;
  private final List<Shard> shards;

  /**
   * @param shards whose gradients they sum; the first few of them may take part alone
   */
  GradientParts(Kernels kernels, InputLayer input, List<Shard> shards, int layerCount) {
    this.kernels = kernels;
    this.shards = shards;
    for (int l = 0; l < layerCount; l++) {
      int layer = l;
      layers.add(parts(shards.stream().map(shard -> shard.weightProducts(layer)).toList()));
    }
    this.output = parts(shards.stream().map(shard -> List.of(shard.outputProduct())).toList());
    split(input.columns(), (from, count) -> others.add(input.gradient(from, count)));
    others.add(this::addBiasGradients);
  }

  private void addBiasGradients(Kernels own, int count) {
    for (int p = 0; p < count; p++) {
      shards.get(p).addBiasGradients(own, p > 0);
    }
  }

  /**
   * @param products those of each shard, in the same order
   */
  private List<GradientPart> parts(List<List<WeightProduct>> products) {
    List<WindowRows> rows = shards.stream().map(Shard::rows).toList();
    List<GradientPart> parts = new ArrayList<>();
    for (int i = 0; i < products.get(0).size(); i++) {
      int product = i;
      List<WeightProduct> uses = products.stream().map(list -> list.get(product)).toList();
      split(
          uses.get(0).gradient().columns(),
          (from, count) -> parts.add(new WeightGradient(kernels, uses, rows, from, count)));
    }
    return parts;
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
}
