package io.hyperstream.model.kernels;

/**
 * What a {@link CellStage} works on. Gates stand in the order i, g, f, o. A pre-activation is
 * {@code recurrent + input + bias} or, with a scaling, {@code d_h * recurrent + d_x * input + d_b +
 * bias} (reference 1.3), where {@code d = z D} block by block.
 *
 * @param purpose of the memory that the stage allocates, see {@link Kernels#allocate}
 * @param units n of the cell
 * @param maxRows the maximum number of rows in one call
 * @param normalisation of its gates and, if LAYER, of its cell
 * @param memory h and c of each row, and their gradients
 * @param input what the weights made of h and x
 * @param scaling of the main cell; null for a hyper cell and for a plain LSTM
 * @param weights bias, gain and shift
 * @param gradients of the same shapes
 * @param drop what is dropped of the candidate; null for nothing
 */
public record CellSpec(
    String purpose,
    int units,
    int maxRows,
    Normalisation normalisation,
    Memory memory,
    Input input,
    Scaling scaling,
    Weights weights,
    Weights gradients,
    Drop drop) {

  /** Added to the forget gate inside the sigmoid. */
  public static final float FORGET_BIAS = 1f;

  /** Added to the variance (or mean square) under the root. */
  public static final float NORM_EPSILON = 1e-3f;

  /** Rows x n each. */
  public record Memory(Matrix h, Matrix c, Matrix dh, Matrix dc) {}

  /** Rows x 4n each; the backward pass puts the gradient in the place of the value. */
  public record Input(Matrix recurrent, Matrix input) {}

  /**
   * The signals of the hyper cell, rows x 12 Z, and the maps D, 12 Z x n; blocks of Z run over the
   * kinds h, x, b and within them over the gates.
   */
  public record Scaling(Matrix z, Matrix dz, Matrix weights, Matrix gradient) {}

  /**
   * @param bias 1 x 4n; null for none
   * @param gain of the normalisation, a row for each gate and, if LAYER, one for the cell; null for
   *     none
   * @param shift of the normalisation, likewise
   */
  public record Weights(Matrix bias, Matrix gain, Matrix shift) {}

  /**
   * Recurrent dropout (Semeniuta et al. 2016): what is dropped of the candidate never enters the
   * cell, but what the cell keeps stays.
   *
   * @param mask of the activated candidates, rows x n
   * @param keep share of the candidates that stay
   */
  public record Drop(Mask mask, float keep) {}
}
