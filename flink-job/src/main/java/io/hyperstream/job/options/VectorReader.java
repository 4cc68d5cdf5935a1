package io.hyperstream.job.options;

import io.hyperstream.job.input.VectorShape;
import io.hyperstream.model.density.DensityConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;

/** Reads the {@link VectorOptions}. */
final class VectorReader {

  private static final FieldOptions DENSITY =
      new FieldOptions(
          Map.of("dimension", VectorOptions.DIMENSION, "binary", VectorOptions.BINARY));

  private VectorReader() {}

  /**
   * What a network predicts of vectors.
   *
   * @param preset what the preset says of all but the vectors themselves
   */
  static DensityConfig density(OptionReader reader, DensityConfig preset) {
    List<String> names = names(reader);
    if (!reader.isSet(VectorOptions.DIMENSION) && names.isEmpty()) {
      throw new OptionException(
          VectorOptions.DIMENSION.key(),
          "option %s is missing: how many numbers does a vector have?"
              .formatted(VectorOptions.DIMENSION.key()));
    }
    int dimension = reader.integerOr(VectorOptions.DIMENSION, names.size());
    if (!names.isEmpty() && names.size() != dimension) {
      throw OptionException.wrongValue(
          VectorOptions.NAMES.key(),
          "%d names, as many as %s".formatted(dimension, VectorOptions.DIMENSION.key()),
          String.join(";", names));
    }
    return DENSITY.create(
        () ->
            new DensityConfig(
                dimension,
                reader.integerOr(VectorOptions.BINARY, preset.binary()),
                preset.components(),
                preset.anchored(),
                preset.marks(),
                reader.flag(VectorOptions.TIME)));
  }

  /** Names of the numbers; empty if none are given. */
  static List<String> names(OptionReader reader) {
    String wanted =
        "different names of at most %d characters, such as cpu;heap;rate"
            .formatted(VectorShape.MAX_NAME);
    List<String> names = reader.optional(VectorOptions.NAMES, wanted).orElse(List.of());
    boolean allNames =
        names.stream().allMatch(n -> !n.isBlank() && n.length() <= VectorShape.MAX_NAME);
    if (new HashSet<>(names).size() < names.size() || !allNames) {
      throw OptionException.wrongValue(VectorOptions.NAMES.key(), wanted, String.join(";", names));
    }
    return names;
  }

  /**
   * @throws OptionException if there is an option for vectors, though symbols are learned
   */
  static void requireNone(OptionReader reader, String preset) {
    Stream.<ConfigOption<?>>of(
            VectorOptions.DIMENSION, VectorOptions.BINARY, VectorOptions.TIME, VectorOptions.NAMES)
        .filter(reader::isSet)
        .findFirst()
        .ifPresent(
            option -> {
              throw new OptionException(
                  option.key(),
                  "option %s is for vectors of numbers, but %s = %s learns text or tokens; set %s = VECTOR with preset sensor or iam, or leave %s out"
                      .formatted(
                          option.key(),
                          LearnOptions.PRESET.key(),
                          preset,
                          InputOptions.FORMAT.key(),
                          option.key()));
            });
  }
}
