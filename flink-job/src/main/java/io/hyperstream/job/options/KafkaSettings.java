package io.hyperstream.job.options;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Properties of the Kafka clients: what the user gave under {@code kafka.}, and the job's own. */
public final class KafkaSettings {

  /** What the job sets itself, and the option to set instead. */
  private static final Map<String, String> RESERVED =
      Map.of(
          ConsumerConfig.GROUP_ID_CONFIG, InputOptions.GROUP.key(),
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, InputOptions.START.key(),
          ProducerConfig.TRANSACTIONAL_ID_CONFIG, OutputOptions.TRANSACTION_PREFIX.key());

  private final Map<String, String> common;
  private final Duration transactionTimeout;

  private KafkaSettings(Map<String, String> common, Duration transactionTimeout) {
    this.common = Map.copyOf(common);
    this.transactionTimeout = transactionTimeout;
  }

  static KafkaSettings from(Map<String, String> options, OptionReader reader) {
    if (!reader.isSet(KafkaOptions.BOOTSTRAP_SERVERS)) {
      throw new OptionException(
          KafkaOptions.BOOTSTRAP_SERVERS.key(),
          "option %s is missing; it must name Kafka brokers, such as localhost:9092"
              .formatted(KafkaOptions.BOOTSTRAP_SERVERS.key()));
    }
    reader.text(KafkaOptions.BOOTSTRAP_SERVERS);
    int timeout = reader.integer(KafkaOptions.TRANSACTION_TIMEOUT, 1, Integer.MAX_VALUE);
    Map<String, String> common = new HashMap<>();
    options.forEach(
        (key, value) -> {
          if (OptionCatalog.isKafka(key)) {
            common.put(key.substring(KafkaOptions.PREFIX.length()), value);
          }
        });
    RESERVED.forEach(
        (key, instead) -> {
          if (common.containsKey(key)) {
            throw new OptionException(
                KafkaOptions.PREFIX + key,
                "option %s%s is the job's own; set %s instead"
                    .formatted(KafkaOptions.PREFIX, key, instead));
          }
        });
    return new KafkaSettings(common, Duration.ofMillis(timeout));
  }

  public String bootstrapServers() {
    return common.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
  }

  /** Properties of consumers. They skip what aborted transactions left, unless told otherwise. */
  public Properties consumer() {
    Properties properties = propertiesFor(ConsumerConfig.configNames());
    properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return properties;
  }

  public Properties producer() {
    Properties properties = propertiesFor(ProducerConfig.configNames());
    properties.setProperty(
        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(transactionTimeout.toMillis()));
    return properties;
  }

  public Properties admin() {
    return propertiesFor(AdminClientConfig.configNames());
  }

  /** All but what only another kind of client knows, which would only earn warnings. */
  private Properties propertiesFor(Set<String> own) {
    Properties properties = new Properties();
    common.forEach(
        (key, value) -> {
          boolean foreign =
              ConsumerConfig.configNames().contains(key)
                  || ProducerConfig.configNames().contains(key)
                  || AdminClientConfig.configNames().contains(key);
          if (own.contains(key) || !foreign) {
            properties.setProperty(key, value);
          }
        });
    return properties;
  }

  /**
   * Maximum time from one successful checkpoint to the next: nine tenths of the transaction
   * timeout, so that the job is back before the broker aborts what it has written.
   */
  public Duration commitLimit() {
    return transactionTimeout.multipliedBy(9).dividedBy(10);
  }

  /**
   * Holds the transaction timeout against the time between checkpoints, for which a transaction
   * stays open.
   *
   * @throws OptionException if the broker would abort transactions before they can be committed
   */
  public void requireTransactionsOutlast(Duration checkpointInterval) {
    if (commitLimit().compareTo(checkpointInterval) <= 0) {
      throw OptionException.wrongValue(
          KafkaOptions.TRANSACTION_TIMEOUT.key(),
          "more than 10/9 of %s, which is %d ms"
              .formatted(
                  CheckpointingOptions.CHECKPOINTING_INTERVAL.key(), checkpointInterval.toMillis()),
          transactionTimeout.toMillis());
    }
  }

  /** The text, such as a message of a Kafka client, with whatever secrets are in it replaced. */
  public String withoutSecrets(String text) {
    return Secrets.hidden(text, common);
  }

  @Override
  public String toString() {
    return "KafkaSettings" + Secrets.masked(common);
  }
}
