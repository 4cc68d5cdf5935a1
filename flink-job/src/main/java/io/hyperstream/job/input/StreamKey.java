package io.hyperstream.job.input;

import java.nio.charset.StandardCharsets;

/**
 * The name of a stream. Kafka keys are bytes, Flink keys need {@code equals}: a key is a string
 * with one char (0 to 255) for each byte, so that no two Kafka keys are ever taken for one and the
 * outputs carry the very bytes that came in.
 */
public final class StreamKey {

  private StreamKey() {}

  /** The key of a record; one without a Kafka key belongs to {@code <topic>/<partition>}. */
  public static String of(byte[] kafkaKey, String topic, int partition) {
    byte[] bytes =
        kafkaKey != null ? kafkaKey : (topic + "/" + partition).getBytes(StandardCharsets.UTF_8);
    return of(bytes);
  }

  /** The key with those bytes. */
  public static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** The Kafka key. */
  public static byte[] toBytes(String key) {
    return key.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The key as a person reads it: its bytes as UTF-8. */
  public static String display(String key) {
    return new String(toBytes(key), StandardCharsets.UTF_8);
  }
}
