package io.hyperstream.model.kernels;

/**
 * What a {@link LayerStage} works on: a layer of a HyperLSTM with a main cell of n units and a
 * hyper cell of m units, or of a plain LSTM (m = 0). All matrices of rows have a row for each step
 * of each window, laid out as {@link WindowRows} says.
 *
 * @param rows how the windows lie in the rows; laid out anew for each batch
 * @param normalisation of both cells
 * @param input what symbols and the layer below give to the gates of both cells, rows x 4 (n + m),
 *     the main cell's first; the backward pass puts its gradient in its place
 * @param recurrent what the main cell's h of the step before gives to the same gates; likewise
 * @param main the main cell; its {@code recurrentWeight} is n x 4 (n + m)
 * @param hyper null in a plain LSTM
 */
public record LayerSpec(
    WindowRows rows,
    Normalisation normalisation,
    Matrix input,
    Matrix recurrent,
    Cell main,
    Hyper hyper) {

  /**
   * @param memory h and c of each row, and their gradients
   * @param recurrentWeight what h is multiplied with
   * @param weights bias, gain and shift
   * @param gradients of bias, gain and shift; the stage replaces them
   * @param drop what is dropped of its candidate; null for nothing
   */
  public record Cell(
      CellSpec.Memory memory,
      Matrix recurrentWeight,
      CellSpec.Weights weights,
      CellSpec.Weights gradients,
      CellSpec.Drop drop) {

    public int units() {
      return memory.h().columns();
    }
  }

  /**
   * The hyper cell, and how it scales the main cell's gates.
   *
   * @param cell its {@code recurrentWeight} is m x 4m
   * @param embeddingWeight from the hyper cell's h to the signals z, m x 12 Z
   * @param embeddingBias of the signals, 1 x 8 Z: the kind b has none
   * @param scaling from the signals to the main cell's gates
   */
  public record Hyper(
      Cell cell, Matrix embeddingWeight, Matrix embeddingBias, CellSpec.Scaling scaling) {}
}
