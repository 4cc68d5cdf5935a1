package io.hyperstream.model.net;

import io.hyperstream.model.kernels.CellSpec;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.Masks.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The masks of the rows of one shard, in the memory of the back end. */
final class ShardMasks {

  private final Kernels kernels;
  private final Masks masks;
  private final WindowRows rows;
  private final List<Mask> all = new ArrayList<>();

  /** Factors of one step of all windows on their way to the back end. */
  private float[] values = {};

  /** Whether all factors are 1. */
  private boolean whole;

  private record Mask(Site site, int layer, Matrix matrix) {}

  ShardMasks(Kernels kernels, Masks masks, WindowRows rows) {
    this.kernels = kernels;
    this.masks = masks;
    this.rows = rows;
  }

  /** A mask with a row for each step of each window, or null if nothing is dropped there. */
  Matrix mask(Site site, int layer, int columns) {
    if (!masks.drops(site)) {
      return null;
    }
    Matrix matrix = kernels.allocate(rows.purpose(), rows.maxRows(), columns);
    all.add(new Mask(site, layer, matrix));
    if (values.length < rows.maxWindows() * columns) {
      values = new float[rows.maxWindows() * columns];
    }
    return matrix;
  }

  /** A mask for the candidates of a cell, or null if none is dropped. */
  CellSpec.Drop drop(Site site, int layer, int columns) {
    Matrix mask = mask(site, layer, columns);
    return mask == null ? null : new CellSpec.Drop(mask, masks.keep(site));
  }

  /** Hidden states as a reader sees them, or null if it sees all. */
  DroppedRows rows(Site site, int layer, Matrix hidden, Matrix dHidden) {
    Matrix mask = mask(site, layer, hidden.columns());
    return mask == null ? null : new DroppedRows(kernels, rows, hidden, dHidden, mask);
  }

  /**
   * Draws the masks of all rows that are laid out.
   *
   * @param first number in the batch of the shard's first window
   * @param stride between the numbers of its windows
   */
  void draw(int first, int stride) {
    whole = false;
    for (int i = 0; i < all.size(); i++) {
      Mask mask = all.get(i);
      int columns = mask.matrix.columns();
      for (int t = 0; t < rows.steps(); t++) {
        for (int w = 0; w < rows.count(t); w++) {
          long row = Masks.row(first + w * stride, t);
          masks.fill(mask.site, mask.layer, row, values, w * columns, columns);
        }
        // Step by step, while they are in the nearest cache.
        kernels.upload(values, 0, mask.matrix, rows.start(t), rows.count(t));
      }
    }
  }

  /** Drops nothing. */
  void keepAll() {
    if (!whole) {
      Arrays.fill(values, 1);
      for (int i = 0; i < all.size(); i++) {
        Matrix matrix = all.get(i).matrix;
        for (int row = 0; row < matrix.rows(); row += rows.maxWindows()) {
          kernels.upload(values, 0, matrix, row, rows.maxWindows());
        }
      }
      whole = true;
    }
  }
}
