package io.hyperstream.tools.watch;

import io.hyperstream.job.input.StreamKey;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.ResultDecoder;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the committed records of a job's output topics, without a consumer group, and passes the
 * results on. It waits for topics that do not exist yet. It tells the job which keys are watched.
 */
public final class Watch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration TOPIC_CHECK = Duration.ofSeconds(1);
  private static final String API_TIMEOUT_MS = "15000";

  /**
   * Names of the job's topics.
   *
   * @param feedback where the job is told which keys are watched; all others are read
   */
  public record Topics(
      String scores,
      String predictions,
      String alerts,
      String incidents,
      String rejected,
      String feedback) {

    private List<String> outputs() {
      return List.of(scores, predictions, alerts, incidents, rejected);
    }
  }

  /** Where to start in topics that already exist. */
  public enum From {
    BEGINNING,
    NOW
  }

  private final ResultDecoder<Score> scores;
  private final ResultDecoder<Classification> classifications;
  private final ResultDecoder<Prediction> predictions;
  private final ResultDecoder<Alert> alerts;
  private final ResultDecoder<Incident> incidents;
  private final ResultDecoder<Rejected> rejected;
  private final Consumer<byte[], byte[]> consumer;
  private final Watchers watchers;
  private final Topics topics;
  private final List<Results> receivers;
  private final String bootstrapServers;
  private final Set<String> missing;
  private long nextTopicCheck = System.nanoTime();
  private From from;

  /**
   * @param settings settings of the Kafka client, including {@code bootstrap.servers}
   * @param schemas schemas of records in Confluent's framing
   * @param receivers receive what is read
   */
  public Watch(
      Map<String, String> settings,
      SchemaSource schemas,
      Topics topics,
      From from,
      Results... receivers) {
    this.scores = ResultDecoder.of(Score.class, schemas);
    this.classifications = ResultDecoder.of(Classification.class, schemas);
    this.predictions = ResultDecoder.of(Prediction.class, schemas);
    this.alerts = ResultDecoder.of(Alert.class, schemas);
    this.incidents = ResultDecoder.of(Incident.class, schemas);
    this.rejected = ResultDecoder.of(Rejected.class, schemas);
    this.topics = topics;
    this.receivers = List.of(receivers);
    this.from = from;
    this.missing = new HashSet<>(topics.outputs());
    this.bootstrapServers = settings.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    this.consumer = consumer(settings);
    this.watchers = new Watchers(settings, topics.feedback());
  }

  private static Consumer<byte[], byte[]> consumer(Map<String, String> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    all.putAll(settings);
    all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Reads until a stop is requested, and once more at the end. */
  public void run(StopSignal stop) throws IOException, InterruptedException {
    run(() -> {}, POLL, stop);
  }

  /**
   * Reads until a stop is requested, and once more at the end. Updates a display meanwhile.
   *
   * @param show runs at the start, once per interval, and at the end
   * @throws IOException if Kafka does not answer or a record was not written by the job
   */
  public void run(Runnable show, Duration interval, StopSignal stop)
      throws IOException, InterruptedException {
    long nextShow = System.nanoTime();
    while (!stop.awaitStop(Duration.ZERO)) {
      poll();
      long now = System.nanoTime();
      if (now - nextShow >= 0) {
        show.run();
        nextShow = now + interval.toNanos();
      }
    }
    poll();
    show.run();
  }

  private void poll() throws IOException, InterruptedException {
    try {
      assignNewTopics();
      if (consumer.assignment().isEmpty()) {
        Thread.sleep(POLL.toMillis());
        return;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        deliver(record);
      }
      receivers.forEach(receiver -> watchers.show(receiver.watched()));
    } catch (TimeoutException e) {
      throw new IOException(
          "No answer from Kafka at " + bootstrapServers + ": is that the right address?", e);
    }
  }

  private void assignNewTopics() {
    if (missing.isEmpty() || System.nanoTime() - nextTopicCheck < 0) {
      return;
    }
    List<TopicPartition> found = new ArrayList<>();
    for (String topic : missing) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> found.add(new TopicPartition(topic, info.partition())));
    }
    if (!found.isEmpty()) {
      Set<TopicPartition> all = new HashSet<>(consumer.assignment());
      all.addAll(found);
      consumer.assign(all);
      start(found);
      found.forEach(partition -> missing.remove(partition.topic()));
    }
    // A topic that appears later holds nothing older than this watch.
    from = From.BEGINNING;
    nextTopicCheck = System.nanoTime() + TOPIC_CHECK.toNanos();
  }

  private void start(Collection<TopicPartition> partitions) {
    if (from == From.NOW) {
      consumer.seekToEnd(partitions);
      // Resolves the position now: seeking alone takes effect with the next poll.
      partitions.forEach(consumer::position);
    } else {
      consumer.seekToBeginning(partitions);
    }
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record) throws IOException {
    if (record.topic().equals(topics.rejected())) {
      Rejected value = decode(rejected, record, "Rejected");
      receivers.forEach(receiver -> receiver.add(value));
      return;
    }
    if (record.topic().equals(topics.incidents())) {
      Incident value = decode(incidents, record, "Incident");
      receivers.forEach(receiver -> receiver.add(value));
      return;
    }
    String key = StreamKey.display(StreamKey.of(record.key(), record.topic(), record.partition()));
    if (record.topic().equals(topics.scores()) && classifications.reads(record.value())) {
      Classification image = classifications.decode(record.value());
      receivers.forEach(receiver -> receiver.add(key, image));
    } else if (record.topic().equals(topics.scores())) {
      Score score = decode(scores, record, "Score");
      receivers.forEach(receiver -> receiver.add(key, score));
    } else if (record.topic().equals(topics.alerts())) {
      Alert alert = decode(alerts, record, "Alert");
      receivers.forEach(receiver -> receiver.add(key, alert));
    } else {
      Prediction prediction = decode(predictions, record, "Prediction");
      receivers.forEach(receiver -> receiver.add(key, prediction));
    }
  }

  private static <T extends SpecificRecord> T decode(
      ResultDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record, String type)
      throws IOException {
    try {
      return decoder.decode(record.value());
    } catch (IOException | AvroRuntimeException e) {
      throw new IOException(
          String.format(
              "Record %d of %s/%d is no %s, or %s is not an output topic of the job",
              record.offset(), record.topic(), record.partition(), type, record.topic()),
          e);
    }
  }

  @Override
  public void close() {
    watchers.close();
    consumer.close();
  }
}
