package io.hyperstream.tools.feedback;

import io.hyperstream.job.feedback.FeedbackDecoder;
import io.hyperstream.job.feedback.FeedbackTopic;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.input.RejectedException;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.topic.TopicContents;
import io.hyperstream.tools.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Reads the rules in a topic {@code feedback}, and writes some to one. */
public final class FeedbackTopicClient implements RuleStore {

  private final Map<String, String> settings;
  private final Topics topics;
  private final String topic;
  private final FeedbackDecoder decoder;

  /**
   * @param settings settings of a Kafka client, including {@code bootstrap.servers}
   * @param schemas schemas of records in Confluent's framing
   */
  public FeedbackTopicClient(Map<String, String> settings, SchemaSource schemas, String topic) {
    this.settings = Map.copyOf(settings);
    this.topics = new Topics(settings);
    this.topic = topic;
    this.decoder = new FeedbackDecoder(schemas);
  }

  /** An id that no other rule has. */
  public static String newId() {
    return "%08x".formatted(new SecureRandom().nextInt());
  }

  /** {@inheritDoc} What is no rule is left out, as jobs leave it out. */
  @Override
  public List<StoredRule> rules() throws IOException {
    Instant now = Instant.now();
    Map<String, StoredRule> rules = new LinkedHashMap<>();
    TopicContents.read(topics, topic, record -> take(record, now, rules));
    return List.copyOf(rules.values());
  }

  private void take(
      ConsumerRecord<byte[], byte[]> record, Instant now, Map<String, StoredRule> rules)
      throws IOException {
    try {
      var event =
          decoder.decode(
              new RawRecord(
                  topic,
                  record.partition(),
                  record.offset(),
                  record.timestamp(),
                  record.key(),
                  record.value()));
      rules.remove(event.id());
      if (event.value() != null) {
        Feedback rule = AvroCodec.of(Feedback.class).decode(event.value());
        if (rule.getAction() != FeedbackAction.PREDICT) {
          rules.put(event.id(), StoredRule.of(event.id(), rule, record.timestamp(), now));
        }
      }
    } catch (RejectedException e) {
      // The job has written it to its topic of rejected records, with the reason.
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Creates the topic if it is missing.
   */
  @Override
  public void put(String id, Feedback rule) throws IOException {
    if (topics.partitions(topic).isEmpty()) {
      topics.create(topic, FeedbackTopic.CONFIG);
    }
    send(id, AvroCodec.of(Feedback.class).encode(rule));
  }

  @Override
  public void takeBack(String id) throws IOException {
    if (rules().stream().noneMatch(rule -> rule.id().equals(id))) {
      throw new IOException(
          "There is no rule %s in the topic %s; 'hyperstream feedback list' shows those that there are"
              .formatted(id, topic));
    }
    send(id, null);
  }

  private void send(String id, byte[] value) throws IOException {
    try (Producer<byte[], byte[]> producer = Feed.producer(settings)) {
      byte[] key = id.getBytes(StandardCharsets.UTF_8);
      topics.await(producer.send(new ProducerRecord<>(topic, key, value)), "accept the rule");
    }
  }
}
