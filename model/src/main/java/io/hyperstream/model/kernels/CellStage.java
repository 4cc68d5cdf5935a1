package io.hyperstream.model.kernels;

/**
 * The pointwise stage of an LSTM cell for some rows of one time step, forward and backward, fused
 * as far as a back end can. Row {@code previous + i} of the cell's memory precedes row {@code row +
 * i}.
 */
public interface CellStage {

  /** From pre-activations and the previous c to the new c and h. */
  void forward(int row, int previous, int rows);

  /**
   * From dL/dh and dL/dc of the rows to those of the pre-activations and of the signals, and dL/dc
   * of the previous rows, which is replaced. Adds to the gradients of the stage's parameters, at
   * the latest in {@link #completeGradients}.
   */
  void backward(int row, int previous, int rows);

  /** Moves what backward needs of a row to another one, for kernels that work in parts. */
  default void moveRow(int from, int to) {
    throw new UnsupportedOperationException("the rows of this cell stay where they are");
  }

  /** Starts a new backward pass: what {@link #backward} adds to becomes zero. */
  void clearGradients();

  /** Ends a backward pass: for a back end that sums over all its rows at once. */
  default void completeGradients() {}
}
