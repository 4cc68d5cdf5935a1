package io.hyperstream.model.check;

/**
 * How far something is from what it should be.
 *
 * @param of what: one of the names below, or that of the parameter that a gradient is of
 * @param relative length of the difference by the length of what it should be; infinite for what is
 *     not finite
 */
public record Deviation(String of, double relative) {

  public static final String LOSS = "loss";
  public static final String STATES = "states";

  /** The gradients of the states that the windows start from. */
  public static final String STATE_GRADIENTS = "state gradients";

  /** What two updates of the weights change. */
  public static final String UPDATE = "update";

  static Deviation of(String of, double[] expected, double[] actual) {
    return of(of, expected, actual, 0, expected.length);
  }

  /** Of the numbers {@code from} to {@code to - 1}. */
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
