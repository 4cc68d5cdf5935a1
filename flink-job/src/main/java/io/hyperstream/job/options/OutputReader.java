package io.hyperstream.job.options;

import io.hyperstream.job.output.OutputFormat;

/** Reads the {@link OutputOptions}. */
final class OutputReader {

  private OutputReader() {}

  static OutputSettings read(OptionReader reader) {
    return new OutputSettings(
        reader.text(OutputOptions.SCORES),
        reader.text(OutputOptions.PREDICTIONS),
        reader.text(OutputOptions.ALERTS),
        reader.text(OutputOptions.REJECTED),
        reader.text(OutputOptions.MODEL),
        reader.choice(OutputOptions.FORMAT, OutputFormat.class),
        reader.text(OutputOptions.TRANSACTION_PREFIX),
        reader.parallelism(OutputOptions.PARALLELISM));
  }
}
