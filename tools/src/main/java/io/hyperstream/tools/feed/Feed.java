package io.hyperstream.tools.feed;

import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the records of several sources to a topic.
 *
 * <p>The sources take turns, see {@link RoundRobin}. All records of a key go to the same partition.
 * Only {@link #records} and {@link #bytes} may be called from other threads.
 */
public final class Feed {

  /** How long to wait while no source has a record. */
  private static final Duration IDLE = Duration.ofMillis(50);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Pace pace;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * A producer that does not lose, duplicate or reorder records. A send blocks for at most 15
   * seconds.
   *
   * @param settings settings of the Kafka client, including {@code bootstrap.servers}; they
   *     override the ones made here
   */
  public static Producer<byte[], byte[]> producer(Map<String, String> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
    all.putAll(settings);
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * @param producer closed by the caller
   */
  public Feed(Producer<byte[], byte[]> producer, String topic, Pace pace) {
    this.producer = producer;
    this.topic = topic;
    this.pace = pace;
  }

  /**
   * Sends until all sources are finished or a stop is requested. Returns once Kafka has
   * acknowledged every record.
   *
   * @param sources each is closed once it is finished, the others at the end
   * @throws IOException if a source cannot be read or Kafka refuses a record
   */
  public void send(List<? extends RecordSource> sources, StopSignal stop)
      throws IOException, InterruptedException {
    try (RoundRobin turns = new RoundRobin(sources)) {
      boolean stopped = false;
      while (!stopped && !turns.isFinished()) {
        stopped = stop.awaitStop(sendNext(turns));
      }
      producer.flush();
      throwFailure();
    }
  }

  /** Sends the next record, if there is one; returns how long to wait after it. */
  private Duration sendNext(RoundRobin turns) throws IOException {
    RoundRobin.Turn turn = turns.poll();
    if (turn == null) {
      return turns.isFinished() ? Duration.ZERO : IDLE;
    }
    send(turn.key(), turn.value());
    return pace.after(turn.value().length);
  }

  private void send(byte[] key, byte[] value) throws IOException {
    throwFailure();
    producer.send(
        new ProducerRecord<>(topic, key, value),
        (metadata, e) -> {
          if (e == null) {
            records.incrementAndGet();
            bytes.addAndGet(value.length);
          } else {
            failure.compareAndSet(null, e);
          }
        });
  }

  private void throwFailure() throws IOException {
    Exception e = failure.get();
    if (e == null) {
      return;
    }
    throw new IOException(
        "Kafka did not accept a record for topic " + topic + ": " + e.getMessage() + remedy(e), e);
  }

  private static String remedy(Exception e) {
    if (e instanceof RecordTooLargeException) {
      return " Allow larger ones by max.request.size of the producer and max.message.bytes of the"
          + " topic.";
    }
    if (e instanceof TimeoutException) {
      return " Is the address of Kafka right, and does the topic exist?";
    }
    return "";
  }

  /** Number of records that Kafka has acknowledged. */
  public long records() {
    return records.get();
  }

  /** Bytes in the values of those records. */
  public long bytes() {
    return bytes.get();
  }
}
