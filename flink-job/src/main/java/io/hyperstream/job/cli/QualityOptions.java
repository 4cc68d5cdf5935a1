package io.hyperstream.job.cli;

import io.hyperstream.job.cli.Converters.ToBytes;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What the bench command measures of how well the learner predicts. */
final class QualityOptions {

  private static final int MAX_SPLIT = 10_000;

  @Option(
      names = "--quality",
      paramLabel = "FILE",
      hideParamSyntax = true,
      arity = "1..*",
      description =
          "Instead of speed alone, measure how well files are predicted in one pass from a cold"
              + " start, by the learner and by a plain LSTM of equal cost. Options of the job can"
              + " be given, too.")
  List<Path> files;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      converter = ToBytes.class,
      description = "Only so many of each file, such as 300000 or 1mb (default: all).")
  Long bytes;

  @Option(
      names = "--split",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cut each file in N streams of equal size (default: ${DEFAULT-VALUE}).")
  int split;

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
    Ranges.require("--split", split, 1, MAX_SPLIT);
    if (!isGiven() && (plot != null || bytes != null || split != 1)) {
      throw new IllegalArgumentException(
          "%s needs files to measure: --quality FILE"
              .formatted(plot != null ? "--plot" : bytes != null ? "--bytes" : "--split"));
    }
  }

  /** The most to read of each file. */
  long mostBytes() {
    return bytes == null ? Long.MAX_VALUE : bytes;
  }
}
