package io.hyperstream.job.learn.alert;

import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;

/** The latest observations of a stream, up to {@link #MAX}. */
public final class RecentObservations {

  public static final int MAX = 256;

  private static final int FIRST_CAPACITY = 32;

  private Observations ring;
  private int start;
  private int size;

  /** No observations yet; those to come are of one kind. */
  RecentObservations(ObservationKind kind) {
    this.ring = Observations.allocate(kind, FIRST_CAPACITY);
  }

  /**
   * @param initial content, at most {@link #MAX} observations, the oldest first
   */
  public RecentObservations(Observations initial) {
    this(initial.kind());
    for (int i = 0; i < initial.size(); i++) {
      add(initial.symbol(i));
    }
  }

  /** Adds a symbol, which takes the place of the oldest one if there are {@link #MAX}. */
  public void add(int symbol) {
    if (size == ring.size() && size < MAX) {
      Observations larger = Observations.allocate(ring.kind(), 2 * size);
      larger.copyFrom(ring, 0, 0, size);
      ring = larger;
    }
    if (size < ring.size()) {
      ring.set(size++, symbol);
    } else {
      ring.set(start, symbol);
      start = (start + 1) % MAX;
    }
  }

  /** A copy of the observations, the oldest first. */
  public Observations toObservations() {
    Observations recent = Observations.allocate(ring.kind(), size);
    int first = Math.min(size, ring.size() - start);
    recent.copyFrom(ring, start, 0, first);
    recent.copyFrom(ring, 0, first, size - first);
    return recent;
  }

  RecentObservations copy() {
    return new RecentObservations(toObservations());
  }
}
