package io.hyperstream.job.options;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;

/** All options there are, and which keys pass through to Flink and Kafka. */
final class OptionCatalog {

  private static final List<Class<?>> AREAS =
      List.of(
          KafkaOptions.class,
          InputOptions.class,
          VectorOptions.class,
          OutputOptions.class,
          RegistryOptions.class,
          LearnOptions.class,
          RehearsalOptions.class,
          ContextOptions.class,
          ScoreOptions.class,
          AlertOptions.class,
          FeedbackOptions.class,
          PredictOptions.class,
          ModelOptions.class,
          ImageOptions.class,
          SyncOptions.class,
          StateOptions.class);

  private static final List<String> FLINK_PREFIXES =
      List.of(
          "cluster.",
          "execution.",
          "heartbeat.",
          "high-availability.",
          "jobmanager.",
          "metrics.",
          "parallelism.",
          "pipeline.",
          "rest.",
          "restart-strategy.",
          "state.backend.",
          "state.checkpoints",
          "state.savepoints",
          "taskmanager.",
          "web.");

  private static final List<ConfigOption<?>> OPTIONS =
      AREAS.stream().flatMap(OptionCatalog::of).toList();

  private OptionCatalog() {}

  /** The options that a class declares. */
  static Stream<ConfigOption<?>> of(Class<?> area) {
    List<ConfigOption<?>> options = new ArrayList<>();
    for (Field field : area.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
        try {
          options.add((ConfigOption<?>) field.get(null));
        } catch (IllegalAccessException e) {
          throw new AssertionError("public fields of public classes are accessible", e);
        }
      }
    }
    return options.stream();
  }

  /** The options, area by area, in the order of their classes. */
  static List<ConfigOption<?>> options() {
    return OPTIONS;
  }

  /** What the keys of Flink's own options that a job may set begin with. */
  static List<String> flinkPrefixes() {
    return FLINK_PREFIXES;
  }

  /** Whether the key is one of Flink's own that a job may set. */
  static boolean isFlink(String key) {
    return FLINK_PREFIXES.stream().anyMatch(key::startsWith);
  }

  /** Whether the key is meant for the Kafka clients. */
  static boolean isKafka(String key) {
    return key.startsWith(KafkaOptions.PREFIX);
  }

  /**
   * Refuses options that do not exist. One that is passed on to Flink or to Kafka's clients may be
   * of a plug-in that nobody here knows, so it is refused only if it is nearly one that they have.
   */
  static void requireKnown(Iterable<String> keys) {
    for (String key : keys) {
      if (isUnknown(key)) {
        Optional<String> meant = ForeignKeys.nearest(key);
        if (meant.isPresent() || !isPassedOn(key)) {
          throw new OptionException(
              key,
              "there is no option %s; %s"
                  .formatted(key, meant.map(OptionCatalog::question).orElse(suggestion(key))));
        }
      }
    }
  }

  /** Whether nothing is known of the key, here or of Flink and Kafka's clients. */
  static boolean isUnknown(String key) {
    return OPTIONS.stream().noneMatch(option -> option.key().equals(key))
        && !ForeignKeys.contains(key);
  }

  private static boolean isPassedOn(String key) {
    return isFlink(key) || isKafka(key);
  }

  private static String question(String known) {
    return "did you mean %s?".formatted(known);
  }

  private static String suggestion(String key) {
    Optional<String> nearest =
        OPTIONS.stream()
            .map(ConfigOption::key)
            .min(Comparator.comparingInt(known -> EditDistance.between(key, known)))
            .filter(known -> EditDistance.between(key, known) <= known.length() / 3);
    return nearest
        .map(OptionCatalog::question)
        .orElse(
            "docs/options.md lists all, besides which kafka.* goes to the Kafka clients, and keys starting with "
                + String.join(", ", FLINK_PREFIXES)
                + " go to Flink");
  }
}
