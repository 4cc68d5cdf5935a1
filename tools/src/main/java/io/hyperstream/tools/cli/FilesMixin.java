package io.hyperstream.tools.cli;

import io.hyperstream.tools.bench.LearnedFiles;
import io.hyperstream.tools.cli.Converters.ToBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Files that learners read, and the job's options. */
final class FilesMixin {

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files to learn.")
  private List<Path> files;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      converter = ToBytes.class,
      description = "Read at most this much of each file, such as 300000 or 1mb (default: all).")
  private Long bytes;

  @Option(
      names = "--split",
      paramLabel = "N",
      defaultValue = "1",
      description = "Cut each file into N streams of equal size (default: ${DEFAULT-VALUE}).")
  private int split;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      defaultValue = "1",
      description = "Compute threads per learner (default: ${DEFAULT-VALUE}).")
  private int lanes;

  @Mixin private JobOptionsMixin jobOptions;

  /**
   * The checked options.
   *
   * @throws IllegalArgumentException naming the invalid option
   */
  LearnedFiles read() throws IOException {
    Ranges.require("--split", split, 1, Ranges.MAX_SPLIT);
    Ranges.requireLanes(lanes);
    return new LearnedFiles(
        files, bytes == null ? Long.MAX_VALUE : bytes, split, lanes, jobOptions.load());
  }
}
