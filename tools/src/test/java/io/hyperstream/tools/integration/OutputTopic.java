package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a reader with {@code read_committed} sees of an output topic. Reads on where it stopped. */
final class OutputTopic<T extends SpecificRecord> implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final String name;
  private final ResultDecoder<T> decoder;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final List<Keyed<T>> records = new ArrayList<>();

  private OutputTopic(
      String name, Class<T> type, SchemaSource schemas, KafkaConsumer<byte[], byte[]> consumer) {
    this.name = name;
    this.decoder = ResultDecoder.of(type, schemas);
    this.consumer = consumer;
    this.partitions =
        consumer.partitionsFor(name).stream()
            .map(partition -> new TopicPartition(name, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  static <T extends SpecificRecord> OutputTopic<T> of(
      EmbeddedBroker broker, String name, Class<T> type, SchemaSource schemas) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            "read_committed",
            // All that a consumer asks for besides, and its end, wait for the broker's answer.
            "fetch.max.wait.ms",
            20);
    return new OutputTopic<>(
        name,
        type,
        schemas,
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /** All records committed up to now, those of a partition in their order. */
  List<Keyed<T>> readAll() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    do {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        records.add(new Keyed<>(new String(record.key(), UTF_8), decode(record.value())));
      }
    } while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p)));
    return Collections.unmodifiableList(records);
  }

  private T decode(byte[] value) {
    try {
      return decoder.decode(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
