package io.hyperstream.job.options;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.client.cli.ClientOptions;
import org.apache.flink.configuration.AlgorithmOptions;
import org.apache.flink.configuration.BatchExecutionOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.CleanupOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobEventStoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ResourceManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SlowTaskDetectorOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateChangelogOptions;
import org.apache.flink.configuration.StateLatencyTrackOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.StateSizeTrackOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.runtime.highavailability.ApplicationResultStoreOptions;
import org.apache.flink.runtime.highavailability.JobResultStoreOptions;
import org.apache.flink.runtime.shuffle.ShuffleServiceOptions;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The keys that Flink and Kafka's clients know. Plug-ins of both may know others, so a key is taken
 * for a mistake only if it is nearly one of these.
 */
final class ForeignKeys {

  private static final List<Class<?>> FLINK =
      List.of(
          AlgorithmOptions.class,
          ApplicationResultStoreOptions.class,
          BatchExecutionOptions.class,
          CheckpointingOptions.class,
          CleanupOptions.class,
          ClientOptions.class,
          ClusterOptions.class,
          CoreOptions.class,
          DeploymentOptions.class,
          ExecutionOptions.class,
          HeartbeatManagerOptions.class,
          HighAvailabilityOptions.class,
          JobEventStoreOptions.class,
          JobManagerOptions.class,
          JobResultStoreOptions.class,
          MetricOptions.class,
          NettyShuffleEnvironmentOptions.class,
          PipelineOptions.class,
          ResourceManagerOptions.class,
          RestOptions.class,
          RestartStrategyOptions.class,
          ShuffleServiceOptions.class,
          SlowTaskDetectorOptions.class,
          StateBackendOptions.class,
          StateChangelogOptions.class,
          StateLatencyTrackOptions.class,
          StateRecoveryOptions.class,
          StateSizeTrackOptions.class,
          TaskManagerOptions.class,
          WebOptions.class);

  /** What follows these is known to parts of Flink that are not here, or is the user's choice. */
  private static final List<String> OPEN =
      List.of(
          "high-availability.kubernetes.",
          "metrics.reporter.",
          "pipeline.global-job-parameters.",
          "state.backend.rocksdb.");

  /** A misspelt key differs by at most two characters, or by one in this many. */
  private static final int CHARACTERS_PER_MISTAKE = 8;

  private static final Set<String> KEYS =
      Stream.of(
              FLINK.stream().flatMap(OptionCatalog::of).flatMap(ForeignKeys::keys),
              OptionCatalog.of(KafkaSourceOptions.class).map(option -> kafka(option.key())),
              ConsumerConfig.configNames().stream().map(ForeignKeys::kafka),
              ProducerConfig.configNames().stream().map(ForeignKeys::kafka),
              AdminClientConfig.configNames().stream().map(ForeignKeys::kafka))
          .flatMap(keys -> keys)
          .collect(Collectors.toCollection(TreeSet::new));

  private ForeignKeys() {}

  /** The key and those that it had in earlier versions. */
  private static Stream<String> keys(ConfigOption<?> option) {
    Stream.Builder<String> keys = Stream.<String>builder().add(option.key());
    for (FallbackKey earlier : option.fallbackKeys()) {
      keys.add(earlier.getKey());
    }
    return keys.build();
  }

  private static String kafka(String key) {
    return KafkaOptions.PREFIX + key;
  }

  static boolean contains(String key) {
    return KEYS.contains(key) || OPEN.stream().anyMatch(key::startsWith);
  }

  /** The key that was probably meant. */
  static Optional<String> nearest(String key) {
    int max = Math.max(2, key.length() / CHARACTERS_PER_MISTAKE);
    return KEYS.stream()
        .min(Comparator.comparingInt(known -> EditDistance.between(key, known)))
        .filter(known -> EditDistance.between(key, known) <= max);
  }
}
