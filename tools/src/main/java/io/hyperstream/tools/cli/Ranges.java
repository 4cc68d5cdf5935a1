package io.hyperstream.tools.cli;

/** Checks of numbers that options give. */
final class Ranges {

  private Ranges() {}

  /**
   * @throws IllegalArgumentException naming the option, its value and what it may be
   */
  static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; from %d to %d".formatted(option, value, least, most));
    }
  }
}
