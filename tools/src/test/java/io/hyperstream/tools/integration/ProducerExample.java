package io.hyperstream.tools.integration;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** The producer in docs/interfaces.md. */
final class ProducerExample {

  private ProducerExample() {}

  static void send(String servers, String topic, Instant time) {
    try (Producer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
      // The key names the stream. Null in place of the time: now.
      producer.send(
          new ProducerRecord<>(topic, null, time.toEpochMilli(), "web-1", "GET /index.html 200"));
    }
  }
}
