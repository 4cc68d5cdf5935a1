package io.hyperstream.tools.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks numeric values of options. */
final class Ranges {

  /** Streams that a file can be cut into, or dealt out to. */
  static final int MAX_SPLIT = 10_000;

  private Ranges() {}

  /**
   * @throws IllegalArgumentException naming the option, its value and the allowed range
   */
  static void require(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, but is %d".formatted(option, min, max, value));
    }
  }

  /**
   * The same for a command.
   *
   * @throws ParameterException with the same message
   */
  static void require(CommandSpec spec, String option, long value, long min, long max) {
    try {
      require(option, value, min, max);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /**
   * @param value from 0 to {@code max}; null if the option is not given
   * @throws ParameterException naming the option, its value and the allowed range
   */
  static void requireShare(CommandSpec spec, String option, Double value, double max) {
    if (value != null && !(value >= 0 && value <= max)) {
      throw new ParameterException(
          spec.commandLine(), "%s must be from 0 to %s, but is %s".formatted(option, max, value));
    }
  }

  /**
   * @param lanes value of {@code --lanes}: compute threads, at most the number of cores
   */
  static void requireLanes(int lanes) {
    require("--lanes", lanes, 1, Runtime.getRuntime().availableProcessors());
  }
}
