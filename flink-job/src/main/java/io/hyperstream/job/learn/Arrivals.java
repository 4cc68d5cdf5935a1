package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import java.util.HashMap;
import java.util.Map;

/**
 * How far the partitions of the input have been read. Only in memory: after a restart, it is known
 * again once they are read.
 */
final class Arrivals {

  /** A partition without a record for this long has none. */
  private static final long READING_MILLIS = 5_000;

  private record Partition(String topic, int number) {}

  /**
   * @param eventTime of its last record
   * @param processingTime at which it came
   */
  private record Arrival(long eventTime, long processingTime) {}

  private final Map<Partition, Arrival> last = new HashMap<>();

  /** Takes the next record, which has come at a processing time. */
  void add(InputRecord record, long now) {
    last.put(new Partition(record.topic, record.partition), new Arrival(record.eventTime, now));
  }

  /** Whether no partition that is being read is before an event time. */
  boolean isPast(long eventTime, long now) {
    return last.values().stream()
        .allMatch(
            arrival ->
                arrival.eventTime() >= eventTime
                    || now - arrival.processingTime() > READING_MILLIS);
  }
}
