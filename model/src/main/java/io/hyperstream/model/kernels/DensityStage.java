package io.hyperstream.model.kernels;

/** The loss of mixture densities and its gradient. */
public interface DensityStage {

  /**
   * The outputs become the gradient of the scaled losses, in nats.
   *
   * @param outputs as {@link io.hyperstream.model.density.DensityConfig#outputs} says
   * @param targets likewise targets and anchors
   * @param scales one row with a number for each row of the outputs
   * @param bits likewise three rows: the loss in bits, its expectation and its variance
   */
  void loss(Matrix outputs, int row, int rows, Matrix targets, Matrix scales, Matrix bits);
}
