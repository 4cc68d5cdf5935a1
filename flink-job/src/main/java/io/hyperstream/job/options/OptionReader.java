package io.hyperstream.job.options;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** Reads typed values; one that does not parse or is out of range is an {@link OptionException}. */
final class OptionReader {

  private static final int MAX_PARALLELISM = 1 << 15;

  private final Configuration config;

  OptionReader(Configuration config) {
    this.config = config;
  }

  /** The same as if an option had not been given. */
  OptionReader without(ConfigOption<?> option) {
    Configuration other = new Configuration(config);
    other.removeConfig(option);
    return new OptionReader(other);
  }

  /** Whether the option was given. */
  boolean isSet(ConfigOption<?> option) {
    return config.contains(option);
  }

  String text(ConfigOption<String> option) {
    String value = optional(option, "some text").orElse("");
    require(!value.isBlank(), option, "some text", value);
    return value;
  }

  List<String> list(ConfigOption<List<String>> option) {
    String wanted = "different names, separated by semicolons";
    List<String> values = optional(option, wanted).orElseThrow();
    boolean distinct = values.stream().distinct().count() == values.size();
    require(!values.isEmpty() && distinct, option, wanted, values);
    return values;
  }

  Optional<String> textIfSet(ConfigOption<String> option) {
    return isSet(option) ? Optional.of(text(option)) : Optional.empty();
  }

  int integer(ConfigOption<Integer> option, int min, int max) {
    String wanted = "a whole number from %d to %d".formatted(min, max);
    int value = optional(option, wanted).orElseThrow();
    require(value >= min && value <= max, option, wanted, value);
    return value;
  }

  int parallelism(ConfigOption<Integer> option) {
    return integer(option, 1, MAX_PARALLELISM);
  }

  int integerOr(ConfigOption<Integer> option, int otherwise) {
    return optional(option, "a whole number").orElse(otherwise);
  }

  long wholeNumber(ConfigOption<Long> option) {
    return optional(option, "a whole number").orElseThrow();
  }

  long wholeNumber(ConfigOption<Long> option, long min) {
    long value = wholeNumber(option);
    require(value >= min, option, "a whole number, at least " + min, value);
    return value;
  }

  double number(ConfigOption<Double> option) {
    return optional(option, "a number").orElseThrow();
  }

  double positive(ConfigOption<Double> option) {
    String wanted = "a number above 0";
    double value = optional(option, wanted).orElseThrow();
    require(value > 0, option, wanted, value);
    return value;
  }

  double notNegative(ConfigOption<Double> option) {
    String wanted = "a number, 0 or more";
    double value = optional(option, wanted).orElseThrow();
    require(value >= 0, option, wanted, value);
    return value;
  }

  double numberOr(ConfigOption<Double> option, double otherwise) {
    return optional(option, "a number").orElse(otherwise);
  }

  long bytesOr(ConfigOption<MemorySize> option, long otherwise) {
    return optional(option, "a size such as 64 kb or 1 mb")
        .map(MemorySize::getBytes)
        .orElse(otherwise);
  }

  boolean flag(ConfigOption<Boolean> option) {
    return optional(option, "true or false").orElseThrow();
  }

  boolean flagOr(ConfigOption<Boolean> option, boolean otherwise) {
    return optional(option, "true or false").orElse(otherwise);
  }

  Duration duration(ConfigOption<Duration> option, Duration min) {
    String wanted =
        "a duration such as 200 ms, 10 s or 1 h"
            + (min.isZero() ? "" : ", at least " + min.toMillis() + " ms");
    Duration value = optional(option, wanted).orElseThrow();
    require(value.compareTo(min) >= 0, option, wanted, value.toMillis() + " ms");
    return value;
  }

  MemorySize size(ConfigOption<MemorySize> option) {
    String wanted = "a size such as 64 kb or 1 mb, at least 1 byte";
    MemorySize value = optional(option, wanted).orElseThrow();
    require(value.getBytes() > 0, option, wanted, value);
    return value;
  }

  <E extends Enum<E>> E choice(ConfigOption<E> option, Class<E> type) {
    return choiceIfSet(option, type).orElseThrow();
  }

  /** The value as given, else the default, else nothing. */
  <E extends Enum<E>> Optional<E> choiceIfSet(ConfigOption<E> option, Class<E> type) {
    String wanted =
        Arrays.stream(type.getEnumConstants())
            .map(Enum::name)
            .collect(Collectors.joining(", ", "one of ", ""));
    return optional(option, wanted);
  }

  /** The value as given, else the default, else nothing. */
  <T> Optional<T> optional(ConfigOption<T> option, String wanted) {
    try {
      return config.getOptional(option).or(() -> Optional.ofNullable(option.defaultValue()));
    } catch (IllegalArgumentException e) {
      throw OptionException.wrongValue(option.key(), wanted, config.getValue(option));
    }
  }

  private static void require(boolean holds, ConfigOption<?> option, String wanted, Object found) {
    if (!holds) {
      throw OptionException.wrongValue(option.key(), wanted, found);
    }
  }
}
