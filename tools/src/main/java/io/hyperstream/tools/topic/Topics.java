package io.hyperstream.tools.topic;

import io.hyperstream.job.failure.RootCause;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks up and creates topics of a Kafka cluster. */
public final class Topics {

  private static final String TIMEOUT_MS = "15000";

  private final Map<String, String> settings = new HashMap<>();
  private final String servers;

  /**
   * @param settings settings of a Kafka client, including {@code bootstrap.servers}
   */
  public Topics(Map<String, String> settings) {
    this.settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    this.settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    this.settings.putAll(settings);
    this.servers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
  }

  /** Settings of a Kafka client that gives up after a while. */
  public Properties properties() {
    Properties all = new Properties();
    all.putAll(settings);
    return all;
  }

  /** The brokers' addresses. */
  public String servers() {
    return servers;
  }

  /**
   * Number of partitions of a topic; empty if there is no such topic.
   *
   * @throws IOException if Kafka does not say
   */
  public OptionalInt partitions(String topic) throws IOException {
    try (Admin admin = Admin.create(properties())) {
      return OptionalInt.of(
          await(
                  admin.describeTopics(List.of(topic)).topicNameValues().get(topic),
                  "look up the topic " + topic)
              .partitions()
              .size());
    } catch (IOException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /**
   * Number of partitions of a topic.
   *
   * @throws IOException if there is no such topic, or Kafka does not say
   */
  public int requirePartitions(String topic) throws IOException {
    return partitions(topic)
        .orElseThrow(() -> new IOException("There is no topic %s at %s".formatted(topic, servers)));
  }

  /** Creates a topic with one partition. */
  public void create(String topic, Map<String, String> config) throws IOException {
    try (Admin admin = Admin.create(properties())) {
      NewTopic one = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(config);
      await(admin.createTopics(List.of(one)).all(), "create the topic " + topic);
    }
  }

  /**
   * Waits for Kafka's answer.
   *
   * @param what that Kafka is to do, such as {@code look up the topic scores}
   */
  public <T> T await(Future<T> answer, String what) throws IOException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka at %s did not %s: %s".formatted(servers, what, RootCause.message(e)),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while waiting for Kafka", e);
    }
  }
}
