package io.hyperstream.job.learn.state;

import io.hyperstream.model.Batch;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;

/**
 * Observations that wait to be learned, first in, first out. Adding and taking cost amortised
 * constant time per observation, without an object for each.
 */
public final class ObservationQueue {

  /** A larger array shrinks when an eighth of it is enough: one record may be very long. */
  private static final int KEPT_CAPACITY = 4096;

  private Observations storage;
  private int head;
  private int tail;

  /** An empty queue for observations of one kind. */
  ObservationQueue(ObservationKind kind) {
    this(Observations.allocate(kind, 0));
  }

  /**
   * @param initial content, which the queue takes over
   */
  ObservationQueue(Observations initial) {
    this.storage = initial;
    this.tail = initial.size();
  }

  ObservationKind kind() {
    return storage.kind();
  }

  public int size() {
    return tail - head;
  }

  public boolean isEmpty() {
    return head == tail;
  }

  /** Adds observations of the queue's kind, which are copied. */
  public void addAll(Observations added) {
    int size = size();
    if (added.size() > storage.size() - tail) {
      int needed = Math.addExact(size, added.size());
      Observations target =
          needed <= storage.size() / 2
              ? storage
              : Observations.allocate(storage.kind(), doubled(needed));
      target.copyFrom(storage, head, 0, size);
      storage = target;
      head = 0;
      tail = size;
    }
    storage.copyFrom(added, 0, tail, added.size());
    tail += added.size();
  }

  private static int doubled(int capacity) {
    return capacity > Integer.MAX_VALUE / 2 ? capacity : 2 * capacity;
  }

  /** Moves the first {@code length} observations into a batch, as the next window of a stream. */
  public void moveTo(Batch batch, StreamState state, int length) {
    batch.add(state, storage, head, length);
    head += length;
    if (storage.size() > KEPT_CAPACITY && size() <= storage.size() / 8) {
      storage = toObservations();
      tail -= head;
      head = 0;
    }
  }

  /** A copy of what the queue holds, the next to be taken first. */
  Observations toObservations() {
    return storage.slice(head, tail);
  }

  ObservationQueue copy() {
    return new ObservationQueue(toObservations());
  }
}
