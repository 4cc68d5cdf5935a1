package io.hyperstream.tools.watch;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.tools.feed.Feed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells the job which keys somebody watches, so that it predicts them: by a rule for each in the
 * topic {@code feedback}, which ends by itself unless it is written again. All who watch a key
 * write the same rule, so the topic stays small.
 */
final class Watchers implements AutoCloseable {

  /** Start of the ids of these rules; the key follows. */
  static final String ID = "watch/";

  /** How long a rule holds. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** A display does not wait for Kafka; what cannot be sent now is sent later. */
  private static final Map<String, String> NO_WAIT =
      Map.of(
          ProducerConfig.MAX_BLOCK_MS_CONFIG,
          "0",
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          "false",
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
          "10000",
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          "5000");

  private final AvroCodec<Feedback> codec = AvroCodec.of(Feedback.class);
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final LongSupplier clock;

  /** When the rule of each key is to be written again, milliseconds since the epoch. */
  private final Map<String, Long> renewals = new ConcurrentHashMap<>();

  /**
   * @param settings settings of a Kafka client, including {@code bootstrap.servers}
   * @param topic of the rules
   */
  Watchers(Map<String, String> settings, String topic) {
    this(producer(settings), topic, System::currentTimeMillis);
  }

  Watchers(Producer<byte[], byte[]> producer, String topic, LongSupplier clock) {
    this.producer = producer;
    this.topic = topic;
    this.clock = clock;
  }

  private static Producer<byte[], byte[]> producer(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(NO_WAIT);
    return Feed.producer(all);
  }

  /**
   * To be called once in a while with the keys that are shown; one that is shown for longer needs
   * no more than a record in ten seconds.
   */
  void show(Collection<String> keys) {
    long now = clock.getAsLong();
    for (String key : keys) {
      if (renewals.getOrDefault(key, now) <= now) {
        renewals.put(key, now + RENEWAL.toMillis());
        send(key, now);
      }
    }
    renewals.values().removeIf(renewal -> renewal < now - LEASE.toMillis());
  }

  private void send(String key, long now) {
    Feedback rule =
        Feedback.newBuilder()
            .setAction(FeedbackAction.PREDICT)
            .setStream(key)
            .setUntil(Instant.ofEpochMilli(now + LEASE.toMillis()))
            .build();
    byte[] id = (ID + key).getBytes(StandardCharsets.UTF_8);
    producer.send(
        new ProducerRecord<>(topic, id, codec.encode(rule)),
        (metadata, failure) -> {
          if (failure != null) { // predictions are missing meanwhile; all else is shown
            renewals.put(key, now + RETRY.toMillis());
          }
        });
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
