package io.hyperstream.job.options;

import io.hyperstream.job.input.DecodeSettings;
import io.hyperstream.job.input.EndPosition;
import io.hyperstream.job.input.InputFormat;
import io.hyperstream.job.input.Join;
import io.hyperstream.job.input.Separator;
import io.hyperstream.job.input.StartPosition;
import io.hyperstream.job.input.VectorShape;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.model.Preset;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;
import java.util.Optional;

/** Reads the {@link InputOptions}. */
final class InputReader {

  private InputReader() {}

  static InputSettings read(
      OptionReader reader, HyperLstmConfig network, Optional<RegistrySettings> registry) {
    InputFormat format = reader.choice(InputOptions.FORMAT, InputFormat.class);
    Separator separator = reader.choice(InputOptions.SEPARATOR, Separator.class);
    int vocabulary = network.vocabulary();
    VectorShape vectors = vectors(reader, format, network.density());
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
            vectors,
            registry.orElse(null)));
  }

  /** What vectors look like; null if symbols are learned. */
  private static VectorShape vectors(
      OptionReader reader, InputFormat format, DensityConfig density) {
    String preset = LearnerReader.presetName(reader);
    if (density == null) {
      if (format == InputFormat.VECTOR) {
        throw OptionException.wrongValue(
            LearnOptions.PRESET.key(),
            "%s or %s, since %s = VECTOR has numbers"
                .formatted(Preset.SENSOR.key(), Preset.IAM.key(), InputOptions.FORMAT.key()),
            preset);
      }
      return null;
    }
    if (format == InputFormat.TEXT) {
      throw OptionException.wrongValue(
          InputOptions.FORMAT.key(),
          "VECTOR, AVRO or CONFLUENT, since %s = %s learns vectors of numbers"
              .formatted(LearnOptions.PRESET.key(), preset),
          format);
    }
    if (reader.choice(InputOptions.JOIN, Join.class) != Join.NONE) {
      throw OptionException.wrongValue(
          InputOptions.JOIN.key(),
          "NONE for vectors of numbers",
          reader.choice(InputOptions.JOIN, Join.class));
    }
    return VectorShape.of(density, VectorReader.names(reader));
  }

  /** What a job calls itself on the Kafka cluster unless it is told a name. */
  static String defaultName(String topic) {
    return "hyperstream-" + topic;
  }
}
