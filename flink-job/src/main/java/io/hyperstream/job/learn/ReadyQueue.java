package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;

/**
 * Keys with a whole window of pending observations, in the order in which they became ready. The
 * keys' states hold that order as sequence numbers, from which the queue is rebuilt after a
 * restore. Only the order matters, so the numbers then start at zero again.
 */
final class ReadyQueue {

  private final LinkedHashSet<String> names = new LinkedHashSet<>();
  private long nextSequence;

  int size() {
    return names.size();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** A view of all keys, in the order in which they are taken. */
  Collection<String> names() {
    return Collections.unmodifiableSet(names);
  }

  /** Adds a key, which must not be in the queue, at its end. */
  void add(String name, KeyState key) {
    key.readySequence = nextSequence++;
    names.add(name);
  }

  /** Removes and returns the first key. */
  String poll() {
    Iterator<String> first = names.iterator();
    String name = first.next();
    first.remove();
    return name;
  }

  /** Removes a key if it is in the queue. */
  void remove(String name) {
    names.remove(name);
  }
}
