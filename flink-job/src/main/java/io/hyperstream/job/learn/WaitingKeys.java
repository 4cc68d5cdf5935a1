package io.hyperstream.job.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys with pending observations, the one that has waited longest first. Stays empty where the wait
 * has no limit, a {@code maxDelay} of zero.
 *
 * <p>When some but not all observations of a key are learned, its wait starts again. The rest may
 * thus wait for up to twice the limit; a time for each observation would cost more than it is
 * worth.
 */
final class WaitingKeys {

  private final long maxDelay;
  private final Map<String, Long> since = new LinkedHashMap<>();

  /**
   * @param maxDelay in milliseconds
   */
  WaitingKeys(long maxDelay) {
    this.maxDelay = maxDelay;
  }

  boolean isEmpty() {
    return since.isEmpty();
  }

  /** Makes a key wait from {@code now} on, unless it already waits. */
  void add(String name, long now) {
    if (maxDelay > 0) {
      since.putIfAbsent(name, now);
    }
  }

  void restart(String name, long now) {
    since.remove(name);
    add(name, now);
  }

  void remove(String name) {
    since.remove(name);
  }

  /** When the first key will have waited long enough. There must be a key. */
  long deadline() {
    return since.values().iterator().next() + maxDelay;
  }

  /** The keys that have waited long enough, up to {@code max} of them. */
  List<String> due(long now, int max) {
    List<String> due = new ArrayList<>();
    for (Map.Entry<String, Long> waiting : since.entrySet()) {
      if (due.size() == max || waiting.getValue() + maxDelay > now) {
        break;
      }
      due.add(waiting.getKey());
    }
    return due;
  }
}
