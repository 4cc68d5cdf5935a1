package io.hyperstream.tools.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What the bench command measures of how well the learner predicts. */
final class QualityOptions {

  @Option(
      names = "--quality",
      paramLabel = "FILE",
      hideParamSyntax = true,
      arity = "1..*",
      description =
          "Instead of speed alone, measure how well files are predicted in one pass from a cold"
              + " start: by the network, by network and context model together, and by a plain LSTM"
              + " that costs as much. Options of the job can be given, too.")
  List<Path> files;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Draw bits per byte by bytes read, as an SVG picture, into this file.")
  Path plot;

  /** Whether quality is asked for. */
  boolean isGiven() {
    return files != null;
  }

  /**
   * @throws IllegalArgumentException naming the option that is wrong
   */
  void check() {
    if (!isGiven() && plot != null) {
      throw new IllegalArgumentException("--plot needs files to measure: --quality FILE");
    }
  }
}
