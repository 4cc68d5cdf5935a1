package io.hyperstream.tools.cli;

import picocli.CommandLine.Option;

/** Options for what becomes a record. A command declares them as an argument group. */
final class FormatOptions {

  @Option(names = "--lines", description = "Each line is a record, as jobs read it by default.")
  boolean lines;

  @Option(
      names = "--chunk-bytes",
      paramLabel = "N",
      description = "Each N bytes are a record, an Avro Chunk (default: 256, without --lines).")
  int chunkBytes = 256;
}
