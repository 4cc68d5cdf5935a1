package io.hyperstream.job.sql;

import io.hyperstream.job.input.RecordDecoder;
import io.hyperstream.job.learn.settings.AlertSettings;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.TemporaryClassLoaderContext;

/** The options of the job that a function has, too, under the same names. */
final class FunctionOptions {

  static final List<String> PREFIXES =
      List.of("alerts.", "input.separator", "input.max-record-bytes", "kafka.");

  private final JobSettings settings;
  private final boolean hasKafka;

  private FunctionOptions(JobSettings settings, boolean hasKafka) {
    this.settings = settings;
    this.hasKafka = hasKafka;
  }

  /**
   * Reads and checks the options.
   *
   * @param given null: none
   * @throws IllegalArgumentException at the first that is unknown or wrong
   */
  static FunctionOptions of(Map<String, String> given) {
    Map<String, String> options = given == null ? new TreeMap<>() : new TreeMap<>(given);
    for (String key : options.keySet()) {
      if (PREFIXES.stream().noneMatch(key::startsWith)) {
        throw new IllegalArgumentException(
            "option %s is none of this function, which has those that begin with %s"
                .formatted(key, String.join(", ", PREFIXES)));
      }
    }
    String servers = KafkaOptions.BOOTSTRAP_SERVERS.key();
    boolean hasKafka = options.containsKey(servers);
    options.putIfAbsent(servers, "none");
    return new FunctionOptions(JobSettings.from(Configuration.fromMap(options)), hasKafka);
  }

  AlertSettings alerts() {
    return settings.learnSettings().alerts();
  }

  /** Makes what the model reads of texts. */
  RecordDecoder decoder() {
    return new RecordDecoder(settings.input().decode());
  }

  /**
   * Properties of a Kafka consumer.
   *
   * @throws IllegalArgumentException if no broker is named
   */
  Properties consumer() {
    if (!hasKafka) {
      throw new IllegalArgumentException(
          "a model in a topic needs the option %s, such as HOST:9092"
              .formatted(KafkaOptions.BOOTSTRAP_SERVERS.key()));
    }
    // Kafka looks for its classes there, and the planner's has no jar that a statement added.
    try (TemporaryClassLoaderContext own =
        TemporaryClassLoaderContext.of(FunctionOptions.class.getClassLoader())) {
      return settings.kafka().consumer();
    }
  }
}
