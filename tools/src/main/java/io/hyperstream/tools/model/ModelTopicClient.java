package io.hyperstream.tools.model;

import io.hyperstream.job.exchange.ModelMessage;
import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.job.exchange.PublishedModel;
import io.hyperstream.job.failure.RootCause;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.tools.feed.Feed;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads models from a topic {@code model}, and writes them to one. */
public final class ModelTopicClient {

  private static final String TIMEOUT_MS = "15000";

  /** Max size of a model, which must fit into an array. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  private final Map<String, String> settings = new HashMap<>();
  private final String servers;
  private final String topic;

  /**
   * @param settings settings of a Kafka client, including {@code bootstrap.servers}
   */
  public ModelTopicClient(Map<String, String> settings, String topic) {
    this.settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    this.settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    this.settings.putAll(settings);
    this.servers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    this.topic = topic;
  }

  /**
   * The newest complete model.
   *
   * @throws IOException if there is none, or Kafka does not answer
   */
  public StoredModel newest() throws IOException {
    if (!exists()) {
      throw new IOException("There is no topic %s at %s".formatted(topic, servers));
    }
    Properties consumer = properties();
    consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    try (ModelTopic models = ModelTopic.open(consumer, topic, MAX_BYTES)) {
      PublishedModel newest =
          models
              .newest()
              .orElseThrow(
                  () -> new IOException("The topic %s holds no complete model".formatted(topic)));
      String origin = "offset %d of the topic %s".formatted(newest.offset(), topic);
      return new StoredModel(origin, LearnerFile.read(origin, newest.file(), Group.ALL));
    }
  }

  /**
   * Adds the weights of a model as the newest model. Creates the topic with one partition if it is
   * missing.
   *
   * @throws IOException if the topic has several partitions, or Kafka refuses
   */
  public void publish(LearnerSnapshot model) throws IOException {
    if (!exists()) {
      create();
    }
    ModelMessage message =
        ModelMessage.model(
            new SecureRandom().nextLong(),
            0,
            model.updates(),
            LearnerFile.of(model, Set.of(), DType.F32).toBytes());
    AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);
    List<Future<?>> sent = new ArrayList<>();
    try (Producer<byte[], byte[]> producer = Feed.producer(settings)) {
      for (ModelChunk chunk : message.chunks()) {
        sent.add(producer.send(new ProducerRecord<>(topic, 0, null, codec.encode(chunk))));
      }
      producer.flush();
      for (Future<?> confirmed : sent) {
        await(confirmed, "accept the model");
      }
    }
  }

  private Properties properties() {
    Properties all = new Properties();
    all.putAll(settings);
    return all;
  }

  /** Whether the topic exists. If it does, it must have one partition. */
  private boolean exists() throws IOException {
    try (Admin admin = Admin.create(properties())) {
      KafkaFuture<Integer> partitions =
          admin
              .describeTopics(List.of(topic))
              .topicNameValues()
              .get(topic)
              .thenApply(description -> description.partitions().size());
      int count = await(partitions, "look up the topic " + topic);
      if (count != 1) {
        throw new IOException(
            "The topic %s has %d partitions; it must have one, because the parts of a model have an order"
                .formatted(topic, count));
      }
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private void create() throws IOException {
    try (Admin admin = Admin.create(properties())) {
      NewTopic one =
          new NewTopic(topic, Optional.of(1), Optional.empty()).configs(ModelTopic.CONFIG);
      await(admin.createTopics(List.of(one)).all(), "create the topic " + topic);
    }
  }

  private <T> T await(Future<T> answer, String what) throws IOException {
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
