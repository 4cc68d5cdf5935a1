package io.hyperstream.tools.replay;

import io.hyperstream.job.input.StreamKey;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OutputSettings;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads and counts the scores, alerts, incidents and rejected records of a job. Its topics have one
 * partition.
 */
final class ResultReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  private final ResultDecoder<Score> scoreDecoder;
  private final ResultDecoder<Alert> alertDecoder;
  private final ResultDecoder<Incident> incidentDecoder;
  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition scores;
  private final TopicPartition alerts;
  private final TopicPartition incidents;
  private final TopicPartition rejected;
  private final Tally tally;
  private long lastScore = Long.MIN_VALUE;

  ResultReader(JobSettings job, IsolationLevel isolation, Tally tally) {
    SchemaSource schemas = RegistryClient.of(job.registry());
    this.scoreDecoder = ResultDecoder.of(Score.class, schemas);
    this.alertDecoder = ResultDecoder.of(Alert.class, schemas);
    this.incidentDecoder = ResultDecoder.of(Incident.class, schemas);
    OutputSettings topics = job.output();
    this.scores = new TopicPartition(topics.scores(), 0);
    this.alerts = new TopicPartition(topics.alerts(), 0);
    this.incidents = new TopicPartition(topics.incidents(), 0);
    this.rejected = new TopicPartition(topics.rejected(), 0);
    this.tally = tally;
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            job.kafka().bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            isolation.toString().toLowerCase(Locale.ROOT),
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(scores, alerts, incidents, rejected));
    consumer.seekToBeginning(consumer.assignment());
  }

  /** Counts the available records. Waits briefly if there are none. */
  void poll() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (record.topic().equals(rejected.topic())) {
        tally.addRejected();
      } else if (record.topic().equals(alerts.topic())) {
        tally.add(key(record), alertDecoder.decode(record.value()));
      } else if (record.topic().equals(incidents.topic())) {
        tally.add(incidentDecoder.decode(record.value()));
      } else {
        tally.add(key(record), scoreDecoder.decode(record.value()));
        lastScore = System.currentTimeMillis();
      }
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return StreamKey.display(StreamKey.of(record.key()));
  }

  /** Counts the remaining records after the job has ended. */
  void readToEnd() throws IOException {
    long limit = System.nanoTime() + END_LIMIT.toNanos();
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() - limit > 0) {
        throw new IOException(
            "The embedded Kafka broker did not return the last results within " + END_LIMIT);
      }
      poll();
    }
  }

  /** When the last score was read, milliseconds since the epoch. */
  long lastScore() {
    return lastScore;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
