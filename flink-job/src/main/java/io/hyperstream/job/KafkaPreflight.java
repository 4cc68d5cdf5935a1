package io.hyperstream.job;

import io.hyperstream.job.claim.ClaimedException;
import io.hyperstream.job.claim.Claims;
import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.feedback.FeedbackTopic;
import io.hyperstream.job.options.FeedbackOptions;
import io.hyperstream.job.options.InputOptions;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.OutputOptions;
import io.hyperstream.job.options.OutputSettings;
import io.hyperstream.job.sink.KafkaSinks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks, before a job is submitted, that Kafka lets it run: the brokers answer and know the user,
 * the input topic exists, and the user has the rights that the job needs. Without these checks the
 * job would restart for ever, and the reason would be in a log far away. No message shows a secret.
 */
public final class KafkaPreflight {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPreflight.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final JobSettings settings;
  private final String servers;
  private final Duration timeout;
  private final Admin admin;

  private KafkaPreflight(JobSettings settings, Duration timeout, Admin admin) {
    this.settings = settings;
    this.servers = settings.kafka().bootstrapServers();
    this.timeout = timeout;
    this.admin = admin;
  }

  /**
   * Checks brokers, input topic and rights, and creates other topics that are missing, with one
   * partition. That of the model must have one. No other job may run that uses what must be this
   * job's own; one that was just killed is waited for.
   *
   * @param job its id if that is known already, as where a cluster starts its only job again
   * @return what the job can do with, but should not have to, a line each
   * @throws PreflightException saying what is missing and what to do
   */
  public static List<String> check(JobSettings settings, Optional<String> job) {
    return check(settings, job, TIMEOUT);
  }

  static List<String> check(JobSettings settings, Optional<String> job, Duration timeout) {
    Properties properties = settings.kafka().admin();
    String millis = Long.toString(timeout.toMillis());
    properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(properties)) {
      KafkaClientTrial.run(settings);
      KafkaPreflight preflight = new KafkaPreflight(settings, timeout, admin);
      preflight.requireInput();
      preflight.createMissing();
      preflight.requireOnePartition();
      preflight.requireRights();
      preflight.requireAlone(job);
      KafkaClientTrial.registerTransactions(settings);
      return preflight.warnings();
    } catch (KafkaException e) { // from create: no server's name resolves, or a wrong property
      throw new PreflightException(
          settings
              .kafka()
              .withoutSecrets(
                  "no Kafka client for %s = %s: %s; correct that or the kafka.ssl.* and kafka.sasl.* options"
                      .formatted(
                          KafkaOptions.BOOTSTRAP_SERVERS.key(),
                          settings.kafka().bootstrapServers(),
                          messages(e.getCause() == null ? e : e.getCause()))));
    }
  }

  /** The messages of the failure and of its causes: any of them may be the one that helps. */
  private static String messages(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.joining(": "));
  }

  private void requireInput() {
    String topic = settings.input().topic();
    if (missing(List.of(topic)).isEmpty()) {
      return;
    }
    throw new PreflightException(
        "there is no topic '%s' at %s; create it, or name another in %s"
            .formatted(topic, servers, InputOptions.TOPIC.key()));
  }

  private List<String> outputs() {
    OutputSettings output = settings.output();
    return List.of(
        output.scores(),
        output.predictions(),
        output.alerts(),
        output.incidents(),
        output.rejected(),
        output.model());
  }

  /** All learners must read the messages of the topic in the same order. */
  private void requireOnePartition() {
    String topic = settings.output().model();
    TopicDescription description =
        ask(
            "look up the topic '%s'".formatted(topic),
            describe(List.of(topic)).get(topic),
            UnknownTopicOrPartitionException.class);
    if (description != null && description.partitions().size() != 1) {
      throw new PreflightException(
          "the topic '%s' (%s) must have one partition, but has %d; name another, which is created if it is missing"
              .formatted(topic, OutputOptions.MODEL.key(), description.partitions().size()));
    }
  }

  private List<String> warnings() {
    try {
      return CompactedTopics.warnings(
          admin,
          List.of(
              new CompactedTopics.Wanted(
                  settings.output().incidents(), OutputOptions.INCIDENTS.key(), "incidents"),
              new CompactedTopics.Wanted(
                  settings.feedback(), FeedbackOptions.TOPIC.key(), "rules")));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static PreflightException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new PreflightException("interrupted while asking Kafka", e);
  }

  private void createMissing() {
    List<String> wanted = new ArrayList<>(outputs());
    wanted.add(settings.feedback());
    for (String topic : missing(wanted)) {
      NewTopic newTopic = new NewTopic(topic, Optional.of(1), Optional.empty());
      if (topic.equals(settings.output().model())) {
        newTopic.configs(ModelTopic.CONFIG);
      } else if (topic.equals(settings.output().incidents())) {
        newTopic.configs(OutputSettings.INCIDENTS_CONFIG);
      } else if (topic.equals(settings.feedback())) {
        newTopic.configs(FeedbackTopic.CONFIG);
      }
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

  private Map<String, KafkaFuture<TopicDescription>> describe(List<String> topics) {
    return admin
        .describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues();
  }

  /** A user may be allowed to see a topic, but not to use it. */
  private void requireRights() {
    requireRight(AclOperation.READ, settings.input().topic());
    for (String topic : outputs()) {
      requireRight(AclOperation.WRITE, topic);
      // Sinks look up the transactions that a killed job has left open.
      requireRight(AclOperation.READ, topic);
    }
    requireRight(AclOperation.READ, settings.feedback());
    String group = settings.input().group();
    ask(
        "use the consumer group '%s' (%s)".formatted(group, InputOptions.GROUP.key()),
        admin.describeConsumerGroups(List.of(group)).describedGroups().get(group),
        GroupIdNotFoundException.class);
    for (String topic : outputs()) {
      if (topic.equals(settings.output().model())) {
        continue; // it is written to without transactions
      }
      String id = KafkaSinks.transactionalIdPrefix(settings.output().transactionPrefix(), topic);
      ask(
          "use transactional ids that begin with '%s' (%s)"
              .formatted(id, OutputOptions.TRANSACTION_PREFIX.key()),
          admin.describeTransactions(List.of(id)).description(id),
          TransactionalIdNotFoundException.class);
    }
  }

  private void requireAlone(Optional<String> job) {
    try {
      new Claims(admin).requireFree(job.orElse(""), Pipeline.claim(settings));
    } catch (ClaimedException e) {
      throw new PreflightException(e.getMessage(), e);
    } catch (ExecutionException e) {
      throw failure("look for other jobs", e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void requireRight(AclOperation operation, String topic) {
    String what =
        "%s the topic '%s'".formatted(operation == AclOperation.READ ? "read" : "write to", topic);
    TopicDescription description =
        ask(what, describe(List.of(topic)).get(topic), UnknownTopicOrPartitionException.class);
    // Brokers without an authorizer name no operations.
    if (description != null
        && description.authorizedOperations() != null
        && !description.authorizedOperations().contains(operation)) {
      throw refused(what);
    }
  }

  /** Kafka's answer, or null for the error that says that there is no such thing yet. */
  private <T> T ask(String what, KafkaFuture<T> future, Class<? extends ApiException> absent) {
    try {
      return await(future);
    } catch (ExecutionException e) {
      if (absent.isInstance(e.getCause())) {
        return null;
      }
      throw failure(what, e.getCause());
    }
  }

  private PreflightException refused(String what) {
    return new PreflightException(
        "Kafka at %s does not allow this user to %s; add an ACL for it (kafka-acls), or give another user in the kafka.sasl.* options"
            .formatted(servers, what));
  }

  private List<String> missing(List<String> topics) {
    Map<String, KafkaFuture<TopicDescription>> descriptions = describe(topics);
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

  private static <T> T await(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private PreflightException failure(String what, Throwable cause) {
    String message;
    if (cause instanceof TimeoutException) {
      message =
          "no Kafka broker at %s answered within %d ms; start Kafka, or correct %s or the kafka.* security options"
              .formatted(servers, timeout.toMillis(), KafkaOptions.BOOTSTRAP_SERVERS.key());
    } else if (cause instanceof AuthorizationException) {
      return refused(what);
    } else if (cause instanceof SslAuthenticationException) {
      message =
          "no secure connection to Kafka at %s: %s; correct kafka.ssl.truststore.*, or kafka.ssl.keystore.* if the brokers ask for a certificate"
              .formatted(servers, RootCause.message(cause));
    } else if (cause instanceof AuthenticationException) {
      message =
          "Kafka at %s does not accept the login: %s; correct kafka.sasl.mechanism and kafka.sasl.jaas.config"
              .formatted(servers, cause.getMessage());
    } else {
      message = "Kafka at %s could not %s: %s".formatted(servers, what, cause.getMessage());
    }
    return new PreflightException(settings.kafka().withoutSecrets(message), cause);
  }
}
