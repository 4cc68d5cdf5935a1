package io.hyperstream.model.check;

/**
 * How far a result is from what it should be.
 *
 * @param of the result: one of the names below, or the name of a parameter for its gradient
 * @param relative the norm of the difference divided by the norm of the expected values; infinite
 *     if it is not finite
 */
public record Deviation(String of, double relative) {

  public static final String LOSS = "loss";
  public static final String STATES = "states";

  /** The gradients of the states that the windows start from. */
  public static final String STATE_GRADIENTS = "state gradients";

  /** The change of the weights by two updates. */
  public static final String UPDATE = "update";

  static Deviation of(String of, double[] expected, double[] actual) {
    return of(of, expected, actual, 0, expected.length);
  }

  /** Compares the numbers {@code from} to {@code to - 1}. */
  static Deviation of(String of, double[] expected, double[] actual, int from, int to) {
    double difference = 0;
    double length = 0;
    for (int i = from; i < to; i++) {
      difference += Math.pow(actual[i] - expected[i], 2);
      length += Math.pow(expected[i], 2);
    }
    return of(of, Math.sqrt(difference), Math.sqrt(length));
  }

  static Deviation of(String of, double difference, double length) {
    double relative = difference == 0 ? 0 : difference / length;
    return new Deviation(of, Double.isFinite(relative) ? relative : Double.POSITIVE_INFINITY);
  }
}
