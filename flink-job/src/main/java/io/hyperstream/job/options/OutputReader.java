package io.hyperstream.job.options;

import io.hyperstream.job.output.OutputFormat;

/** Reads the {@link OutputOptions}. */
final class OutputReader {

  private OutputReader() {}

  /**
   * @param topic of the input
   */
  static OutputSettings read(OptionReader reader, String topic) {
    return new OutputSettings(
        reader.text(OutputOptions.SCORES),
        reader.text(OutputOptions.PREDICTIONS),
        reader.text(OutputOptions.ALERTS),
        reader.text(OutputOptions.INCIDENTS),
        reader.text(OutputOptions.REJECTED),
        reader.text(OutputOptions.MODEL),
        reader.choice(OutputOptions.FORMAT, OutputFormat.class),
        reader.textIfSet(OutputOptions.TRANSACTION_PREFIX).orElse(InputReader.defaultName(topic)),
        reader.parallelism(OutputOptions.PARALLELISM));
  }
}
