package io.hyperstream.model;

/** What a step measured. Belongs to the learner and is overwritten by its next step. */
public final class StepResult {

  private final int window;
  private final float[] bits;
  double totalBits;
  double gradientNorm;
  boolean skipped;

  StepResult(LearnerConfig config) {
    this.window = config.window();
    this.bits = new float[config.batch() * window];
  }

  /**
   * The bits of one symbol: -log2 of the probability it was given before the step.
   *
   * @param index of the window in the batch
   * @param position of the symbol in its window
   */
  public float bits(int index, int position) {
    return bits[index * window + position];
  }

  void setBits(int index, int position, float value) {
    bits[index * window + position] = value;
  }

  /** The bits of all symbols of the batch. */
  public double totalBits() {
    return totalBits;
  }

  /** The gradient's global norm before clipping; NaN for a batch that was only scored. */
  public double gradientNorm() {
    return gradientNorm;
  }

  /** Whether the weights stayed as they were because the loss or the gradient was not finite. */
  public boolean skipped() {
    return skipped;
  }
}
