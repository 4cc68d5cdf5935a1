package io.hyperstream.model.kernels;

/**
 * A recurrent layer over all steps of some windows, forward and backward: the loop over time. A
 * back end may replace the loop by something faster.
 */
public interface LayerStage {

  /** Puts into the layer's input what it reads in some rows. */
  interface InputRows {

    /** For a layer whose input is complete before it starts. */
    InputRows COMPLETE = (row, rows) -> {};

    void fill(int row, int rows);
  }

  /**
   * From the states that the windows start from, and the input, to h and c of all steps.
   *
   * @param input is called for each row once, before the row is read: for all rows at once, or step
   *     by step, whichever is faster
   */
  void forward(InputRows input);

  /**
   * The same for some windows that lie side by side; the rows of others stay as they are. For
   * kernels that {@link Kernels#workInParts}.
   */
  default void forward(InputRows input, int window, int windows) {
    throw new UnsupportedOperationException("this layer goes forward for all windows at once");
  }

  /**
   * Moves a row, with all that backward needs of it, to the place of another one; likewise.
   *
   * @param to may be the same
   */
  default void moveRow(int from, int to) {
    throw new UnsupportedOperationException("the rows of this layer stay where they are");
  }

  /**
   * From dL/dh of all rows, to which it adds, to the gradients of the input, of the products with
   * h, of the signals, of the cells' parameters and of the states that the windows start from. What
   * remains is to multiply: the gradients of {@code recurrentWeight} and {@code embeddingWeight}
   * are the caller's work.
   */
  void backward();
}
