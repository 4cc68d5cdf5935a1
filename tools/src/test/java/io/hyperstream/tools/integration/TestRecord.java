package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * A record to send to the input topic.
 *
 * @param timestamp milliseconds since the epoch
 * @param key null for none
 * @param value null for a tombstone
 */
record TestRecord(int partition, long timestamp, String key, byte[] value) {

  /** Set once, so that runs over the same records have the same outputs, but for the topic. */
  private static final long START = System.currentTimeMillis() - 3_600_000;

  private static final int LONGEST = 60;

  static TestRecord of(String key, String value) {
    return of(key, value.getBytes(UTF_8));
  }

  static TestRecord of(String key, byte[] value) {
    return new TestRecord(0, START, key, value);
  }

  /**
   * Lines of words of several keys in random order and of random lengths, some of them empty; each
   * key has a partition of its own or shares one.
   */
  static List<TestRecord> lines(int count, int keys, int partitions) {
    Random random = new Random(42);
    List<TestRecord> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int key = random.nextInt(keys);
      byte[] value = new byte[random.nextInt(LONGEST)];
      for (int j = 0; j < value.length; j++) {
        value[j] = (byte) (random.nextInt(5) == 0 ? ' ' : 'a' + random.nextInt(6));
      }
      lines.add(new TestRecord(key % partitions, START + i, "key-" + key, value));
    }
    return lines;
  }

  /** Pairs of numbers of several keys in random order, some missing, and the last some far out. */
  static List<TestRecord> numbers(int count, int keys) {
    Random random = new Random(43);
    List<TestRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double load = 50 + 5 * random.nextGaussian() + (i > 740 && i % 15 == 0 ? 200 : 0);
      String heap = random.nextInt(10) == 0 ? "null" : "" + (1e9 + 1e6 * random.nextGaussian());
      String value = "{\"load\": %s, \"heap\": %s}".formatted(load, heap);
      records.add(
          new TestRecord(
              0, START + 1000L * i, "key-" + random.nextInt(keys), value.getBytes(UTF_8)));
    }
    return records;
  }

  /** One tombstone for each key of the records, after which nothing of them is pending. */
  static List<TestRecord> ends(List<TestRecord> records) {
    Set<String> keys = new TreeSet<>();
    List<TestRecord> ends = new ArrayList<>();
    for (TestRecord record : records) {
      if (keys.add(record.key)) {
        ends.add(new TestRecord(record.partition, START, record.key, null));
      }
    }
    return ends;
  }

  boolean isTombstone() {
    return value == null;
  }
}
