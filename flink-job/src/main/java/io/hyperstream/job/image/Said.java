package io.hyperstream.job.image;

import io.hyperstream.model.conv.ImageScores;
import java.util.Arrays;

/**
 * What the model said of an image before it learned it.
 *
 * @param numbers the probability of each class and, behind them, the version of the model; more may
 *     follow
 */
record Said(int classes, double[] numbers) {

  private static final double LOG_2 = Math.log(2);

  /**
   * @param image its place in the batch
   * @param version updates of the weights before the batch was scored
   */
  static Said of(ImageScores scores, int image, int classes, long version) {
    double[] numbers = new double[classes + 1];
    Arrays.setAll(numbers, i -> i < classes ? scores.probability(image, i) : version);
    return new Said(classes, numbers);
  }

  double probability(int label) {
    return numbers[label];
  }

  /** The most likely class. */
  int predicted() {
    int predicted = 0;
    for (int i = 1; i < classes; i++) {
      predicted = numbers[i] > numbers[predicted] ? i : predicted;
    }
    return predicted;
  }

  /** What a label costs, in bits. */
  double bits(int label) {
    return bits(numbers[label]);
  }

  /** What a label was expected to cost, in bits: how unsure the model was. */
  double expectedBits() {
    double expected = 0;
    for (int i = 0; i < classes; i++) {
      expected += numbers[i] > 0 ? numbers[i] * bits(numbers[i]) : 0;
    }
    return expected;
  }

  private static double bits(double probability) {
    return -Math.log(Math.max(probability, Float.MIN_NORMAL)) / LOG_2;
  }

  long version() {
    return (long) numbers[classes];
  }
}
