package io.hyperstream.tools.model;

import io.hyperstream.job.exchange.ModelMessage;
import io.hyperstream.job.exchange.ModelTopic;
import io.hyperstream.job.exchange.PublishedModel;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.topic.Topics;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Reads models from a topic {@code model}, and writes them to one. */
public final class ModelTopicClient {

  /** Max size of a model, which must fit into an array. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  private final Map<String, String> settings;
  private final Topics topics;
  private final String topic;

  /**
   * @param settings settings of a Kafka client, including {@code bootstrap.servers}
   */
  public ModelTopicClient(Map<String, String> settings, String topic) {
    this.settings = Map.copyOf(settings);
    this.topics = new Topics(settings);
    this.topic = topic;
  }

  /**
   * The newest complete model.
   *
   * @throws IOException if there is none, or Kafka does not answer
   */
  public StoredModel newest() throws IOException {
    if (!exists()) {
      throw new IOException("There is no topic %s at %s".formatted(topic, topics.servers()));
    }
    Properties consumer = topics.properties();
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
      topics.create(topic, ModelTopic.CONFIG);
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
        topics.await(confirmed, "accept the model");
      }
    }
  }

  /** Whether the topic exists. If it does, it must have one partition. */
  private boolean exists() throws IOException {
    OptionalInt partitions = topics.partitions(topic);
    if (partitions.orElse(1) != 1) {
      throw new IOException(
          "The topic %s has %d partitions; it must have one, because the parts of a model have an order"
              .formatted(topic, partitions.getAsInt()));
    }
    return partitions.isPresent();
  }
}
