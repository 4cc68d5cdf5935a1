package io.hyperstream.tools.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of numbers that options give. */
final class Ranges {

  private Ranges() {}

  /**
   * @throws IllegalArgumentException naming the option, its value and what it may be
   */
  static void require(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d; from %d to %d".formatted(option, value, min, max));
    }
  }

  /**
   * The same for a command.
   *
   * @throws ParameterException likewise
   */
  static void require(CommandSpec spec, String option, long value, long min, long max) {
    try {
      require(option, value, min, max);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /**
   * @param lanes of {@code --lanes}: threads that compute, at most as many as there are cores
   */
  static void requireLanes(int lanes) {
    require("--lanes", lanes, 1, Runtime.getRuntime().availableProcessors());
  }
}
