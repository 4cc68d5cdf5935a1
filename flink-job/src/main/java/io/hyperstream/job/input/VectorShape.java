package io.hyperstream.job.input;

import io.hyperstream.model.density.DensityConfig;
import java.io.Serializable;
import java.util.List;

/**
 * What each vector of the input looks like.
 *
 * @param dimension numbers that it has
 * @param binary how many of them are 0 or 1; these are the last
 * @param time whether the time of a vector counts
 * @param names of the numbers, in their order; empty if they are not known beforehand
 */
public record VectorShape(int dimension, int binary, boolean time, List<String> names)
    implements Serializable {

  /** Longest name of a number, in characters: names are part of a key's state and of results. */
  public static final int MAX_NAME = 100;

  /** A larger number has no square. */
  private static final double MAX_SIZE = 1e150;

  /** Max length of a wrong value in a message. */
  private static final int MAX_SHOWN = 40;

  public VectorShape {
    names = List.copyOf(names);
  }

  /** The shape of what a network predicts. */
  public static VectorShape of(DensityConfig density, List<String> names) {
    return new VectorShape(density.dimension(), density.binary(), density.time(), names);
  }

  /** Numbers of an observation: those of a vector and, behind them, its time. */
  public int width() {
    return dimension + (time ? 1 : 0);
  }

  /**
   * @throws RejectedException unless a vector has as many numbers as are wanted
   */
  void requireDimension(int count) throws RejectedException {
    if (count != dimension) {
      throw new RejectedException(
          "the vector has %d numbers, but vector.dimension is %d (one that is missing is empty or null)"
              .formatted(count, dimension));
    }
  }

  /**
   * @throws RejectedException if a number's name is too long
   */
  static void requireShort(String name) throws RejectedException {
    if (name.length() > MAX_NAME) {
      throw new RejectedException(
          "the name '%s' has %d characters, but at most %d are allowed"
              .formatted(shown(name), name.length(), MAX_NAME));
    }
  }

  /**
   * Reads a number that is written out.
   *
   * @param field what is written; empty or null for a missing number
   * @param d its place in the vector, from 0; beyond the last that is wanted, it is only read
   * @return NaN for a missing number
   * @throws RejectedException if it is no number, or none that can be learned
   */
  public double number(String field, int d) throws RejectedException {
    if (field.isEmpty() || field.equals("null")) {
      return Double.NaN;
    }
    double number;
    try {
      number = Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw noNumber(d, field);
    }
    // Java also takes suffixes of its own, as in 1d, and hexadecimal numbers.
    char last = field.charAt(field.length() - 1);
    if (Double.isFinite(number) && !Character.isDigit(last) && last != '.'
        || field.indexOf('x') >= 0
        || field.indexOf('X') >= 0) {
      throw noNumber(d, field);
    }
    return d < dimension ? checked(number, d) : number;
  }

  static RejectedException noNumber(int d, String value) {
    return new RejectedException(
        "number %d is '%s', which is no number".formatted(d + 1, shown(value)));
  }

  private static String shown(String value) {
    return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
  }

  /**
   * Sees whether a number can be learned.
   *
   * @param d its place in the vector, from 0
   * @return the number
   */
  public double checked(double number, int d) throws RejectedException {
    if (!Double.isFinite(number)) {
      throw new RejectedException("number %d is %s, not finite".formatted(d + 1, number));
    }
    if (Math.abs(number) > MAX_SIZE) {
      throw new RejectedException(
          "number %d is %s, beyond the limit of %s".formatted(d + 1, number, MAX_SIZE));
    }
    if (d >= dimension - binary && number != 0 && number != 1) {
      throw new RejectedException(
          "number %d is %s, but the last %d (vector.binary) are 0 or 1"
              .formatted(d + 1, number, binary));
    }
    return number;
  }
}
