package io.hyperstream.tools.page;

import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.registry.RegistryException;
import io.hyperstream.schemas.SchemaSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the texts and pictures of the displayed records from the job's input, in its own thread.
 *
 * <p>A score holds the position of its record but not the content. Reading the whole input
 * alongside the scores would keep in memory everything that the job has not scored yet, without a
 * limit. So the input is read only at the requested positions, and no further than one fetch beyond
 * them. The cost depends neither on the number of keys nor on how far the job lags behind.
 */
final class InputReader implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(InputReader.class);

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  /** Max size of a fetch per partition; a larger record comes alone. */
  private static final int FETCH_BYTES = 64 * 1024;

  private final KnownStreams streams;
  private final InputText texts;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::run, "hyperstream-input-reader");
  private volatile boolean closed;

  InputReader(Consumer<byte[], byte[]> consumer, InputText texts, KnownStreams streams) {
    this.consumer = consumer;
    this.texts = texts;
    this.streams = streams;
  }

  /**
   * Starts a reader, which runs until closed.
   *
   * @param settings settings of the Kafka client
   * @param schemas schemas of chunks in Confluent's framing
   */
  static InputReader start(
      Map<String, String> settings, SchemaSource schemas, KnownStreams streams) {
    InputReader reader = new InputReader(consumer(settings), new InputText(schemas), streams);
    reader.thread.setDaemon(true);
    reader.thread.start();
    return reader;
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, String> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void run() {
    try (consumer) {
      while (!closed) {
        Duration pause = PAUSE;
        try {
          readWanted();
        } catch (InterruptException | WakeupException e) {
          return; // closed
        } catch (KafkaException | RegistryException e) {
          LOGGER.warn("Cannot read the input of the streams shown: {}", RootCause.message(e));
          streams.textsWanted().forEach(streams::noText);
          pause = PAUSE_AFTER_ERROR;
        }
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads once at the first requested position of each partition. */
  void readWanted() {
    Map<TopicPartition, TreeMap<Long, List<ScoredRecord>>> wanted = wanted();
    if (wanted.isEmpty()) {
      return;
    }
    consumer.assign(wanted.keySet());
    wanted.forEach((partition, records) -> consumer.seek(partition, records.firstKey()));
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      List<ScoredRecord> found = wanted.get(partition).remove(record.offset());
      if (found != null && record.value() != null) {
        found.forEach(place -> streams.take(place, place.read(texts, record.value())));
      }
    }
    wanted.forEach(
        (partition, records) ->
            records.headMap(consumer.position(partition)).values().stream()
                .flatMap(Collection::stream)
                .forEach(streams::noText));
  }

  private Map<TopicPartition, TreeMap<Long, List<ScoredRecord>>> wanted() {
    Map<TopicPartition, TreeMap<Long, List<ScoredRecord>>> wanted = new HashMap<>();
    for (ScoredRecord record : streams.textsWanted()) {
      wanted
          .computeIfAbsent(
              new TopicPartition(record.topic, record.partition), partition -> new TreeMap<>())
          .computeIfAbsent(record.offset, offset -> new ArrayList<>())
          .add(record);
    }
    return wanted;
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    consumer.wakeup();
    thread.interrupt();
    thread.join(CLOSE_LIMIT.toMillis());
  }
}
