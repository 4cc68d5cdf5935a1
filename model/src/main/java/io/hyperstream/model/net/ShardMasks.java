package io.hyperstream.model.net;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.Masks.Site;
import java.util.ArrayList;
import java.util.List;

/** The masks of the rows of one shard. */
final class ShardMasks {

  private final Kernels kernels;
  private final Masks masks;
  private final WindowRows rows;
  private final List<Placed> all = new ArrayList<>();

  /** The number of each row among those of all shards; null if nothing is dropped. */
  private final Indices numbers;

  private record Placed(Site site, int layer, Mask mask) {}

  ShardMasks(Kernels kernels, Masks masks, WindowRows rows) {
    this.kernels = kernels;
    this.masks = masks;
    this.rows = rows;
    this.numbers = masks.dropNothing() ? null : kernels.indices(rows.maxRows());
  }

  /** A mask with a row for each step of each window, or null if nothing is dropped there. */
  private Mask mask(Site site, int layer, int columns) {
    if (!masks.drops(site)) {
      return null;
    }
    Mask mask = kernels.mask(rows.purpose(), rows.maxRows(), columns, numbers);
    all.add(new Placed(site, layer, mask));
    return mask;
  }

  /** A mask for the candidates of a cell, or null if none is dropped. */
  CellSpec.Drop drop(Site site, int layer, int columns) {
    Mask mask = mask(site, layer, columns);
    return mask == null ? null : new CellSpec.Drop(mask, masks.keep(site));
  }

  /** Hidden states as a reader sees them, or null if it sees all. */
  DroppedRows rows(Site site, int layer, Matrix hidden, Matrix dHidden) {
    Mask mask = mask(site, layer, hidden.columns());
    return mask == null ? null : new DroppedRows(kernels, rows, hidden, dHidden, mask);
  }

  /**
   * Draws the masks of all rows that are laid out.
   *
   * @param first number in the batch of the shard's first window
   * @param stride between the numbers of its windows
   */
  void draw(int first, int stride) {
    for (int t = 0; t < rows.steps(); t++) {
      for (int w = 0; w < rows.count(t); w++) {
        numbers.values()[rows.start(t) + w] = Masks.row(first + w * stride, t);
      }
    }
    kernels.upload(numbers, rows.end());
    for (int i = 0; i < all.size(); i++) {
      Placed placed = all.get(i);
      placed.mask.draw(
          masks.key(placed.site, placed.layer),
          masks.level(placed.site),
          rows.first(),
          rows.symbols());
    }
  }

  /** Drops nothing. */
  void keepAll() {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).mask.keepAll();
    }
  }
}
