package io.hyperstream.tools.soak;

import io.hyperstream.job.input.StreamKey;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed scores for an audit, and detects when a score of a new record arrives. */
final class ScoreReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);

  private final ResultDecoder<Score> decoder = ResultDecoder.of(Score.class, SchemaSource.NONE);
  private final Consumer<byte[], byte[]> consumer;
  private final ScoreAudit audit;
  private final List<TopicPartition> input;
  private Map<Integer, Long> awaited = Map.of();

  ScoreReader(String bootstrapServers, String inputTopic, String scores, ScoreAudit audit) {
    this.audit = audit;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "reconnect.backoff.max.ms",
                1000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      this.input = partitions(inputTopic);
      consumer.assign(partitions(scores));
      consumer.seekToBeginning(consumer.assignment());
    } catch (Throwable e) {
      FailedStart.close(e, consumer);
      throw e;
    }
  }

  private List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** Starts waiting for the score of a record that is not yet in the input topic. */
  void awaitNew() {
    awaited =
        consumer.endOffsets(input).entrySet().stream()
            .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
  }

  /** Whether such a score has arrived. */
  boolean hasNew() {
    return awaited.isEmpty();
  }

  /** Reads the available scores. Waits briefly if there are none. */
  void poll() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      Score score = decoder.decode(record.value());
      audit.add(StreamKey.display(StreamKey.of(record.key())), score);
      if (score.getOffset() >= awaited.getOrDefault(score.getPartition(), Long.MAX_VALUE)) {
        awaited = Map.of();
      }
    }
  }

  /** Reads everything that has been committed so far. */
  void readToEnd() throws IOException {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      poll();
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
