package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;

/**
 * Keys with a whole window of pending symbols, in the order in which they became ready. That order
 * is kept in the keys' states as sequence numbers, from which the queue is built anew after a
 * restore. Only their relative order matters, so the numbers then begin at zero again.
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

  /** All keys, the first to be taken first; a view. */
  Collection<String> names() {
    return Collections.unmodifiableSet(names);
  }

  /** Puts a key that is not in the queue at its end. */
  void add(String name, KeyState key) {
    key.readySequence = nextSequence++;
    names.add(name);
  }

  /** Takes the first key out. */
  String poll() {
    Iterator<String> first = names.iterator();
    String name = first.next();
    first.remove();
    return name;
  }

  /** Takes a key out, wherever it stands, if it is there. */
  void remove(String name) {
    names.remove(name);
  }
}
