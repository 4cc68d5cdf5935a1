package io.hyperstream.tools.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerIT {

  private static final TopicPartition PARTITION = new TopicPartition("text", 0);

  @Test
  void carriesTransactionsAndLeavesNothingBehind() throws Exception {
    Set<Thread> before = liveUserThreads();
    Path path;
    int port;
    try (TemporaryFolder folder = TemporaryFolder.create();
        EmbeddedBroker broker = EmbeddedBroker.start(folder.folder("kafka"))) {
      path = folder.path();
      port = Integer.parseInt(broker.bootstrapServers().substring("127.0.0.1:".length()));
      broker.createTopic("text", 1, Map.of());
      try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
        producer.initTransactions();
        send(producer, "aborted").abortTransaction();
        send(producer, "committed").commitTransaction();
      }

      assertThat(readCommitted(broker, 1)).containsExactly("committed");
      assertThatThrownBy(() -> EmbeddedBroker.start(folder.folder("second"), port))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("Port " + port);
    }

    assertThat(LocalPort.free(port, "a test")).isEqualTo(port);
    assertThat(path).doesNotExist();
    assertThat(liveUserThreads()).isSubsetOf(before);
  }

  @Test
  void takesLargeRecordsWhereTheTopicAllowsThem() throws Exception {
    int size = 40 * 1024 * 1024;
    try (TemporaryFolder folder = TemporaryFolder.create();
        EmbeddedBroker broker = EmbeddedBroker.start(folder.folder("kafka"))) {
      broker.createTopic(
          "text", 1, Map.of("max.message.bytes", String.valueOf(EmbeddedBroker.MAX_RECORD_BYTES)));
      try (KafkaProducer<byte[], byte[]> producer = producer(broker)) {
        producer.initTransactions();
        send(producer, "x".repeat(size)).commitTransaction();
      }

      assertThat(readCommitted(broker, 1)).singleElement().asString().hasSize(size);
    }
  }

  @Test
  void saysWhyATopicCannotBeMade() throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create();
        EmbeddedBroker broker = EmbeddedBroker.start(folder.folder("kafka"))) {
      broker.createTopic("text", 1, Map.of());

      assertThatThrownBy(() -> broker.createTopic("text", 1, Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessage("Cannot create the topic text: Topic 'text' already exists.");
    }
  }

  private static KafkaProducer<byte[], byte[]> send(
      KafkaProducer<byte[], byte[]> producer, String value) {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>("text", "key".getBytes(UTF_8), value.getBytes(UTF_8)));
    producer.flush();
    return producer;
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("transactional.id", "test");
    settings.put("max.request.size", EmbeddedBroker.MAX_RECORD_BYTES);
    settings.put("buffer.memory", 2 * EmbeddedBroker.MAX_RECORD_BYTES);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<String> readCommitted(EmbeddedBroker broker, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(PARTITION));
      for (int polls = 0; values.size() < count && polls < 60; polls++) {
        consumer
            .poll(Duration.ofMillis(500))
            .forEach(record -> values.add(new String(record.value(), UTF_8)));
      }
    }
    return values;
  }

  private static Set<Thread> liveUserThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }
}
