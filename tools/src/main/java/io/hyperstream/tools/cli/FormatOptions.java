package io.hyperstream.tools.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for what becomes a record. A command declares them as an argument group. */
final class FormatOptions {

  /** Half of what Kafka and jobs accept by default. */
  private static final int MAX_CHUNK_BYTES = 512 * 1024;

  @Option(names = "--lines", description = "Each line is a record, as jobs read it by default.")
  boolean lines;

  @Option(
      names = "--chunk-bytes",
      paramLabel = "N",
      description = "Each N bytes are a record, an Avro Chunk (default: 256, without --lines).")
  int chunkBytes = 256;

  /**
   * @throws ParameterException unless chunks have a size that Kafka and jobs accept
   */
  void requireSize(CommandSpec spec) {
    Ranges.require(spec, "--chunk-bytes", chunkBytes, 1, MAX_CHUNK_BYTES);
  }
}
