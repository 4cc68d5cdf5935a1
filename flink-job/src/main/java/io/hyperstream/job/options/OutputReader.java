package io.hyperstream.job.options;

import io.hyperstream.job.output.OutputFormat;
import io.hyperstream.schemas.JsonCodec;
import io.hyperstream.schemas.Score;
import java.util.List;

/** Reads the {@link OutputOptions}. */
final class OutputReader {

  private OutputReader() {}

  /**
   * @param topic of the input
   */
  static OutputSettings read(OptionReader reader, String topic) {
    OutputFormat format = reader.choice(OutputOptions.FORMAT, OutputFormat.class);
    return new OutputSettings(
        reader.text(OutputOptions.SCORES),
        reader.text(OutputOptions.PREDICTIONS),
        reader.text(OutputOptions.ALERTS),
        reader.text(OutputOptions.INCIDENTS),
        reader.text(OutputOptions.REJECTED),
        reader.text(OutputOptions.MODEL),
        format,
        scoreFields(reader, format),
        reader.textIfSet(OutputOptions.TRANSACTION_PREFIX).orElse(InputReader.defaultName(topic)),
        reader.parallelism(OutputOptions.PARALLELISM));
  }

  private static List<String> scoreFields(OptionReader reader, OutputFormat format) {
    List<String> known = JsonCodec.fields(Score.class);
    String wanted = "some of " + String.join(";", known);
    List<String> fields = reader.optional(ScoreOptions.FIELDS, wanted).orElse(List.of());
    if (!known.containsAll(fields)) {
      throw OptionException.wrongValue(ScoreOptions.FIELDS.key(), wanted, String.join(";", fields));
    }
    if (!fields.isEmpty() && format != OutputFormat.JSON) {
      throw new OptionException(
          ScoreOptions.FIELDS.key(),
          "option %s is for %s = JSON only, but that is %s, whose readers need all fields"
              .formatted(ScoreOptions.FIELDS.key(), OutputOptions.FORMAT.key(), format));
    }
    return fields;
  }
}
