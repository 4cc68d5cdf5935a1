package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;

/** Hidden states of which a reader sees only what is not dropped. */
final class DroppedRows {

  private final Kernels kernels;
  private final Matrix hidden;
  private final Matrix dHidden;
  private final Mask mask;

  /** What the reader sees. */
  final Matrix seen;

  /** Its gradient. */
  final Matrix dSeen;

  /**
   * @param mask a factor for each hidden state
   */
  DroppedRows(Kernels kernels, WindowRows rows, Matrix hidden, Matrix dHidden, Mask mask) {
    this.kernels = kernels;
    this.hidden = hidden;
    this.dHidden = dHidden;
    this.mask = mask;
    this.seen = kernels.allocate(rows.purpose(), rows.maxRows(), hidden.columns());
    this.dSeen = kernels.allocate(rows.purpose(), rows.maxRows(), hidden.columns());
  }

  /** Makes what is seen of some rows. */
  void forward(int row, int rows) {
    kernels.multiplyElements(hidden, mask, seen, row, rows, false);
  }

  /** Adds to the gradient of the hidden states. */
  void backward(int row, int rows) {
    kernels.multiplyElements(dSeen, mask, dHidden, row, rows, true);
  }
}
