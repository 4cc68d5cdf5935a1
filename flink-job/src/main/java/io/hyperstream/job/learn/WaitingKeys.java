package io.hyperstream.job.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys with pending symbols, the longest waiting first. Only kept while there is a limit to the
 * wait: with a {@code maxDelay} of zero it stays empty.
 *
 * <p>A wait is taken to begin anew when some, not all, of a key's symbols are learned. The symbols
 * that then remain may thus wait for up to twice the limit; keeping a time per symbol would cost
 * more than it is worth.
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

  /** Lets a key wait from {@code now} on, unless it already waits. */
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

  /** When the first key has waited long enough; there must be one. */
  long deadline() {
    return since.values().iterator().next() + maxDelay;
  }

  /** The keys that have waited long enough. */
  List<String> due(long now) {
    List<String> due = new ArrayList<>();
    for (Map.Entry<String, Long> waiting : since.entrySet()) {
      if (waiting.getValue() + maxDelay > now) {
        break;
      }
      due.add(waiting.getKey());
    }
    return due;
  }
}
