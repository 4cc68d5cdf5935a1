package io.hyperstream.tools.topic;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the committed records of a topic, from its beginning to its present end. */
public final class TopicContents {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TopicContents() {}

  /** Takes the records of a topic. */
  public interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record) throws IOException;
  }

  /**
   * Reads a topic, partition by partition in order.
   *
   * @throws IOException if there is no such topic, Kafka does not answer, or the reader fails
   */
  public static void read(Topics topics, String topic, Reader reader) throws IOException {
    List<TopicPartition> partitions =
        IntStream.range(0, topics.requirePartitions(topic))
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    Properties own = topics.properties();
    own.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      read(consumer, partitions, reader, PATIENCE);
    } catch (KafkaException e) {
      throw new IOException(
          "Kafka at %s did not give the records of the topic %s".formatted(topics.servers(), topic),
          e);
    }
  }

  /**
   * The same with a consumer.
   *
   * @param patience how long nothing may come: Kafka's client waits for ever for a broker that is
   *     gone
   */
  static void read(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Reader reader,
      Duration patience)
      throws IOException {
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    long reached = -1;
    long since = System.nanoTime();
    while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        reader.read(record);
      }
      long now = partitions.stream().mapToLong(consumer::position).sum();
      if (now != reached) {
        reached = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > patience.toNanos()) {
        throw new IOException(
            "Kafka has given no record of the topic %s for %d s: does it still run?"
                .formatted(partitions.get(0).topic(), patience.toSeconds()));
      }
    }
  }
}
