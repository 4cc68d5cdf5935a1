package io.hyperstream.job.options;

import io.hyperstream.job.input.DecodeSettings;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.Separator;
import io.hyperstream.job.input.StartPosition;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.model.observation.ObservationKind;
import java.util.Optional;

/** Reads the {@link InputOptions}. */
final class InputReader {

  private InputReader() {}

  static InputSettings read(
      OptionReader reader, int vocabulary, Optional<RegistrySettings> registry) {
    InputFormat format = reader.choice(InputOptions.FORMAT, InputFormat.class);
    Separator separator = reader.choice(InputOptions.SEPARATOR, Separator.class);
    if (format == InputFormat.TEXT && vocabulary != ObservationKind.BYTE_VALUES) {
      throw OptionException.wrongValue(
          ModelOptions.VOCABULARY.key(),
          "256, since the symbols of %s = TEXT are bytes".formatted(InputOptions.FORMAT.key()),
          vocabulary);
    }
    if (format != InputFormat.TEXT && reader.isSet(InputOptions.SEPARATOR)) {
      throw new OptionException(
          InputOptions.SEPARATOR.key(),
          "option %s is for %s = TEXT only, but that is %s; leave it out"
              .formatted(InputOptions.SEPARATOR.key(), InputOptions.FORMAT.key(), format));
    }
    String topic = reader.text(InputOptions.TOPIC);
    return new InputSettings(
        topic,
        reader.textIfSet(InputOptions.GROUP).orElse(defaultName(topic)),
        reader.choice(InputOptions.START, StartPosition.class),
        reader.choice(InputOptions.END, EndPosition.class),
        reader.parallelism(InputOptions.PARALLELISM),
        new DecodeSettings(
            topic,
            format,
            separator,
            reader.size(InputOptions.MAX_RECORD_BYTES).getBytes(),
            vocabulary,
            registry.orElse(null)));
  }

  /** What a job calls itself on the Kafka cluster unless it is told a name. */
  static String defaultName(String topic) {
    return "hyperstream-" + topic;
  }
}
