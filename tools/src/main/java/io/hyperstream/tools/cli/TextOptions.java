package io.hyperstream.tools.cli;

import io.hyperstream.tools.cli.Converters.ToBytes;
import picocli.CommandLine.Option;

/** How the bench command reads the files that it is given. */
final class TextOptions {

  private static final int MAX_SPLIT = 10_000;

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

  /**
   * @param filesGiven whether there are files to read
   * @throws IllegalArgumentException naming the option that is wrong
   */
  void check(boolean filesGiven) {
    Ranges.require("--split", split, 1, MAX_SPLIT);
    if (!filesGiven && (bytes != null || split != 1)) {
      throw new IllegalArgumentException(
          "%s needs files to read: --quality FILE or --sync FILE"
              .formatted(bytes != null ? "--bytes" : "--split"));
    }
  }

  /** The most to read of each file. */
  long mostBytes() {
    return bytes == null ? Long.MAX_VALUE : bytes;
  }
}
