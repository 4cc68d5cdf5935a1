package io.hyperstream.job;

import io.hyperstream.job.options.InputOptions;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.OutputSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka, before a job is submitted, whether it can run: the brokers answer and the input topic
 * exists. Without this a job would restart for ever and say why in a log far away.
 */
public final class KafkaPreflight {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPreflight.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String servers;
  private final Duration timeout;
  private final Admin admin;

  private KafkaPreflight(String servers, Duration timeout, Admin admin) {
    this.servers = servers;
    this.timeout = timeout;
    this.admin = admin;
  }

  /**
   * Checks brokers and input topic, and creates output topics that are missing, with one partition.
   *
   * @throws PreflightException saying what is missing and what to do
   */
  public static void check(JobSettings settings) {
    check(settings, TIMEOUT);
  }

  static void check(JobSettings settings, Duration timeout) {
    String servers = settings.kafka().bootstrapServers();
    Properties properties = settings.kafka().admin();
    String millis = Long.toString(timeout.toMillis());
    properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(properties)) {
      KafkaPreflight preflight = new KafkaPreflight(servers, timeout, admin);
      preflight.requireInput(settings.input().topic());
      preflight.createMissing(settings.output());
    } catch (KafkaException e) { // from create: no server's name resolves, or a wrong property
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new PreflightException(
          "no Kafka client for %s = %s: %s"
              .formatted(KafkaOptions.BOOTSTRAP_SERVERS.key(), servers, cause.getMessage()),
          e);
    }
  }

  private void requireInput(String topic) {
    if (missing(List.of(topic)).isEmpty()) {
      return;
    }
    throw new PreflightException(
        "there is no topic '%s' at %s; create it, or name another in %s"
            .formatted(topic, servers, InputOptions.TOPIC.key()));
  }

  private void createMissing(OutputSettings output) {
    List<String> missing =
        missing(List.of(output.scores(), output.predictions(), output.alerts(), output.rejected()));
    for (String topic : missing) {
      NewTopic newTopic = new NewTopic(topic, Optional.of(1), Optional.empty());
      try {
        await(admin.createTopics(List.of(newTopic)).all());
        LOG.info("Created the topic '{}' with one partition", topic);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw failure("create the topic '%s'".formatted(topic), e.getCause());
        }
      }
    }
  }

  private List<String> missing(List<String> topics) {
    Map<String, KafkaFuture<TopicDescription>> descriptions =
        admin.describeTopics(topics).topicNameValues();
    List<String> missing = new ArrayList<>();
    for (String topic : topics) {
      try {
        await(descriptions.get(topic));
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw failure("look up the topic '%s'".formatted(topic), e.getCause());
        }
        missing.add(topic);
      }
    }
    return missing;
  }

  private static <T> void await(KafkaFuture<T> future) throws ExecutionException {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PreflightException("interrupted while asking Kafka", e);
    }
  }

  private PreflightException failure(String what, Throwable cause) {
    String message;
    if (cause instanceof TimeoutException) {
      message =
          "no Kafka broker at %s answered within %d ms; start Kafka, or correct %s or the kafka.* security options"
              .formatted(servers, timeout.toMillis(), KafkaOptions.BOOTSTRAP_SERVERS.key());
    } else if (cause instanceof AuthorizationException) {
      message = "Kafka at %s does not allow this user to %s".formatted(servers, what);
    } else {
      message = "Kafka at %s could not %s: %s".formatted(servers, what, cause.getMessage());
    }
    return new PreflightException(message, cause);
  }
}
