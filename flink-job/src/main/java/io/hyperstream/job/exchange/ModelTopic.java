package io.hyperstream.job.exchange;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.ModelChunk;
import io.hyperstream.schemas.ModelMessageKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the whole models in a topic {@code model}, which has one partition:
 *
 * <pre>{@code
 * try (ModelTopic topic = ModelTopic.open(settings.kafka().consumer(), "model", maxBytes)) {
 *   Optional<PublishedModel> newest = topic.newest();
 * }
 * }</pre>
 *
 * <p>Records that cannot be read are skipped.
 */
public final class ModelTopic implements AutoCloseable {

  /**
   * Settings for a new topic. Changes are read at once or never, so it is bounded in bytes; a model
   * stays however old it is, as long as nothing is written.
   */
  public static final Map<String, String> CONFIG =
      Map.of(
          "retention.ms", "-1",
          "retention.bytes", String.valueOf(1L << 30),
          "segment.bytes", String.valueOf(1 << 26));

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Number of records from the end that are searched first; then more and more. */
  private static final long FIRST_SPAN = 256;

  private final AvroCodec<ModelChunk> codec = AvroCodec.of(ModelChunk.class);
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private final long maxBytes;

  ModelTopic(Consumer<byte[], byte[]> consumer, TopicPartition partition, long maxBytes) {
    this.consumer = consumer;
    this.partition = partition;
    this.maxBytes = maxBytes;
    consumer.assign(List.of(partition));
  }

  /**
   * @param properties of a consumer, with bootstrap servers
   * @param maxBytes that the file of a model may have; longer ones are skipped
   */
  public static ModelTopic open(Properties properties, String topic, long maxBytes) {
    Properties own = new Properties();
    own.putAll(properties);
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new ModelTopic(
        new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        new TopicPartition(topic, 0),
        maxBytes);
  }

  /**
   * The model that was complete last.
   *
   * @throws IOException if Kafka does not answer for a minute
   */
  public Optional<PublishedModel> newest() throws IOException {
    List<TopicPartition> only = List.of(partition);
    long begin = consumer.beginningOffsets(only).get(partition);
    long end = consumer.endOffsets(only).get(partition);
    long from = end;
    for (long span = FIRST_SPAN; from > begin; span *= 4) {
      from = Math.max(begin, end - span);
      Optional<PublishedModel> last = last(from, end, any -> false);
      if (last.isPresent()) {
        return last;
      }
    }
    return Optional.empty();
  }

  /**
   * The model that begins there; empty if it does not, or no more.
   *
   * @throws IOException if Kafka does not answer for a minute
   */
  public Optional<PublishedModel> at(long offset) throws IOException {
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    return last(offset, end, model -> model.offset() == offset)
        .filter(model -> model.offset() == offset);
  }

  /** The last model that is whole in a range of offsets, or the first that is enough. */
  private Optional<PublishedModel> last(long from, long end, Predicate<PublishedModel> isEnough)
      throws IOException {
    MessageAssembler assembler = new MessageAssembler(maxBytes);
    Optional<PublishedModel> last = Optional.empty();
    consumer.seek(partition, from);
    long progress = System.nanoTime();
    while (consumer.position(partition) < end && last.filter(isEnough).isEmpty()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        progress = System.nanoTime();
        Optional<PublishedModel> next = add(assembler, record);
        if (next.isPresent() && last.filter(isEnough).isEmpty()) {
          last = next;
        }
      }
      if (System.nanoTime() - progress > PATIENCE.toNanos()) {
        throw new IOException(
            "Kafka gave no record of %s from offset %d on within %d s"
                .formatted(partition, consumer.position(partition), PATIENCE.toSeconds()));
      }
    }
    return last;
  }

  private Optional<PublishedModel> add(
      MessageAssembler assembler, ConsumerRecord<byte[], byte[]> record) {
    ModelChunk chunk;
    try {
      chunk = codec.decode(record.value() == null ? new byte[0] : record.value());
    } catch (IOException e) {
      return Optional.empty();
    }
    return chunk.getKind() == ModelMessageKind.MODEL
        ? assembler
            .add(record.offset(), chunk)
            .map(
                whole ->
                    new PublishedModel(
                        whole.offset(), whole.message().version(), whole.message().payload()))
        : Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
