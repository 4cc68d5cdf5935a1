package io.hyperstream.tools.page;

import java.util.ArrayDeque;
import java.util.Deque;

/** The most surprising record that a stream had within the last minute. */
final class RecentPeak {

  static final long MILLIS = 60_000;

  /** Less surprising records are not remembered. */
  private static final double MIN_SURPRISE = 2;

  /** Records that are remembered; beyond that, the least surprising ones are not. */
  private static final int MAX_RECORDS = 4;

  private record Arrival(ScoredRecord record, long time) {}

  /** The most surprising first; each came before those that are less surprising. */
  private final Deque<Arrival> arrivals = new ArrayDeque<>(1);

  /**
   * Takes the next record.
   *
   * @param now milliseconds since the epoch
   */
  void add(ScoredRecord record, long now) {
    if (record.surprise == null || record.surprise < MIN_SURPRISE) {
      return;
    }
    while (!arrivals.isEmpty() && arrivals.getLast().record().surprise <= record.surprise) {
      arrivals.removeLast();
    }
    if (arrivals.size() == MAX_RECORDS) {
      arrivals.removeLast();
    }
    arrivals.addLast(new Arrival(record, now));
  }

  /** The record, or null if none was surprising. */
  ScoredRecord record(long now) {
    Arrival peak = peak(now);
    return peak == null ? null : peak.record();
  }

  /** Milliseconds since it came; 0 if there is none. */
  long age(long now) {
    Arrival peak = peak(now);
    return peak == null ? 0 : now - peak.time();
  }

  private Arrival peak(long now) {
    while (!arrivals.isEmpty() && now - arrivals.getFirst().time() >= MILLIS) {
      arrivals.removeFirst();
    }
    return arrivals.peekFirst();
  }
}
