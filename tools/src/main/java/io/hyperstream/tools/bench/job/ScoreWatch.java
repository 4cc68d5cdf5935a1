package io.hyperstream.tools.bench.job;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A reader of the scores, which are in one partition; it sees when each one comes. */
final class ScoreWatch implements AutoCloseable {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ResultDecoder<Score> decoder;
  private Latencies latencies = new Latencies();
  private long from;
  private long to;
  private long records;
  private long symbols;

  ScoreWatch(JobSettings job, IsolationLevel isolation) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                job.kafka().bootstrapServers(),
                "client.id",
                JobRun.CLIENT,
                "isolation.level",
                isolation.toString().toLowerCase(Locale.ROOT)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    decoder = ResultDecoder.of(Score.class, RegistryClient.of(job.registry()));
    List<TopicPartition> partitions = List.of(new TopicPartition(job.output().scores(), 0));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** Measures records that are sent from now on, until {@link #stop}. */
  void start() {
    latencies = new Latencies();
    from = System.currentTimeMillis();
    to = Long.MAX_VALUE;
  }

  /** Records that are sent from now on are not measured. */
  void stop() {
    to = System.currentTimeMillis();
  }

  /** Takes the scores that have come; waits for one at most this long. */
  void poll(Duration wait) throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
      Score score = decoder.decode(record.value());
      records += score.getRecords();
      symbols += score.getSymbols();
      long sent = score.getEventTime().toEpochMilli();
      if (sent >= from && sent < to) {
        latencies.add(System.currentTimeMillis() - sent);
      }
    }
  }

  /** Scores that have come in all. */
  long records() {
    return records;
  }

  /** Symbols of those. */
  long symbols() {
    return symbols;
  }

  Latencies latencies() {
    return latencies;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
