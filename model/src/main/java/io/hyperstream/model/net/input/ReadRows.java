package io.hyperstream.model.net.input;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;

/** The different rows of a table that a batch reads: only they get a gradient. */
final class ReadRows {

  private final Kernels kernels;
  private final Indices rows;
  private int count;

  /** For each row the last batch that read it. */
  private final long[] lastRead;

  private long batch;

  ReadRows(Kernels kernels, int rows) {
    this.kernels = kernels;
    this.rows = kernels.indices(rows);
    this.lastRead = new long[rows];
  }

  void clear() {
    batch++;
    count = 0;
  }

  /** Adds a row, or nothing if it is negative. */
  void add(int row) {
    if (row >= 0 && lastRead[row] != batch) {
      lastRead[row] = batch;
      rows.values()[count++] = row;
    }
  }

  /** Shows the kernels what was added since {@link #clear}. */
  void upload() {
    kernels.upload(rows, count);
  }

  /** The rows, once uploaded. */
  Indices rows() {
    return rows;
  }
}
