package io.hyperstream.job.input;

import java.nio.charset.StandardCharsets;

/**
 * The key of a stream. Kafka keys are bytes, while Flink keys need {@code equals}. A key is
 * therefore a string with one char (0 to 255) per byte: different Kafka keys never become equal,
 * and outputs carry the same bytes as the input.
 */
public final class StreamKey {

  private StreamKey() {}

  /** The key of a record. Without a Kafka key it is {@code <topic>/<partition>}. */
  public static String of(byte[] kafkaKey, String topic, int partition) {
    byte[] bytes =
        kafkaKey != null ? kafkaKey : (topic + "/" + partition).getBytes(StandardCharsets.UTF_8);
    return of(bytes);
  }

  /** The key with the given bytes. */
  public static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The Kafka key. */
  public static byte[] toBytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The key for people to read: its bytes as UTF-8. */
  public static String display(String key) {
    return new String(toBytes(key), StandardCharsets.UTF_8);
  }
}
