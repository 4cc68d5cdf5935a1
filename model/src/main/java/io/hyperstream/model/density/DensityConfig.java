package io.hyperstream.model.density;

import static io.hyperstream.model.config.InvalidValueException.requireRange;

import java.io.Serializable;

/**
 * What a network that predicts vectors reads and predicts. The numbers of an observation are first
 * the continuous ones, then the binary ones.
 *
 * <p>An example is what the network has to do with one observation: its inputs, its targets (the
 * observation; NaN where a value is missing), and its anchors (the continuous values before it).
 *
 * @param dimension D: numbers in an observation
 * @param binary B: how many of them are 0 or 1; these are the last
 * @param components K: of the mixture of the continuous numbers, C = D - B of them. Their
 *     covariance is full for two numbers and diagonal for any other count
 * @param anchored whether every other component's mean is measured from the value before, not from
 *     the location of the stream
 * @param marks whether the network also reads which values are missing; else it only reads 0 there
 * @param time whether an observation has a time, and the network reads the gap before it, the time
 *     of the day and that of the week
 */
public record DensityConfig(
    int dimension, int binary, int components, boolean anchored, boolean marks, boolean time)
    implements Serializable {

  public static final int MAX_DIMENSION = 1024;

  /** The gap, and sine and cosine of the time of the day and of that of the week. */
  static final int TIME_INPUTS = 5;

  public DensityConfig {
    requireRange("dimension", dimension, 1, MAX_DIMENSION);
    requireRange("binary", binary, 0, dimension);
    requireRange("components", components, 1, 256);
  }

  /** C: numbers that are not binary. */
  public int continuous() {
    return dimension - binary;
  }

  /** Whether the components have a full covariance. */
  public boolean isFull() {
    return continuous() == 2;
  }

  /** Numbers that the network reads. */
  public int inputs() {
    return (marks ? 2 : 1) * dimension + (time ? TIME_INPUTS : 0);
  }

  /**
   * Numbers that the network gives: for each component a logit, its means, the logarithms of its
   * deviations and, if the covariance is full, the inverse hyperbolic tangent of its correlation,
   * all components side by side; then a logit for each binary number.
   */
  public int outputs() {
    int gaussian = continuous() == 0 ? 0 : 1 + 2 * continuous() + (isFull() ? 1 : 0);
    return components * gaussian + binary;
  }

  /** Numbers in the targets and anchors of an example. */
  public int targets() {
    return dimension + continuous();
  }

  /** Numbers in an example. */
  public int exampleSize() {
    return inputs() + targets();
  }

  /** Numbers in an observation as it comes: its own and, behind them, its time in milliseconds. */
  public int width() {
    return dimension + (time ? 1 : 0);
  }

  /** Where the means begin in the outputs. */
  public int meanAt() {
    return components;
  }

  /** Where the logarithms of the deviations begin in the outputs. */
  public int deviationAt() {
    return components * (1 + continuous());
  }

  int correlationAt() {
    return components * (1 + 2 * continuous());
  }

  int binaryAt() {
    return outputs() - binary;
  }
}
