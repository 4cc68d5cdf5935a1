package io.hyperstream.model.conv;

/** What a network said of the images of a batch, before it learned from them. */
public final class ImageScores {

  private final int classes;
  private final float[] probabilities;
  private final int[] labels;
  private final float[] bits;
  private int size;

  ImageScores(int classes, int capacity) {
    this.classes = classes;
    this.probabilities = new float[capacity * classes];
    this.labels = new int[capacity];
    this.bits = new float[capacity];
  }

  float[] probabilities() {
    return probabilities;
  }

  void begin(int images) {
    size = images;
  }

  void set(int image, int label, float labelBits) {
    labels[image] = label;
    bits[image] = labelBits;
  }

  public int size() {
    return size;
  }

  /** The probability of a class. */
  public float probability(int image, int label) {
    return probabilities[image * classes + label];
  }

  /** The most likely class, the first of them if several are. */
  public int predicted(int image) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (probability(image, i) > probability(image, best)) {
        best = i;
      }
    }
    return best;
  }

  /** -log2 of the probability of the label; NaN without one. */
  public float bits(int image) {
    return bits[image];
  }

  /** How many images with a label were taken for another class. */
  public int errors() {
    int errors = 0;
    for (int i = 0; i < size; i++) {
      errors += labels[i] >= 0 && predicted(i) != labels[i] ? 1 : 0;
    }
    return errors;
  }

  /** Bits of all labels. */
  public double totalBits() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += labels[i] < 0 ? 0 : bits[i];
    }
    return sum;
  }
}
