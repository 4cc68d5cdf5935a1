package io.hyperstream.job.learn.alert;

import io.hyperstream.model.Batch;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.observation.Observations;

/** The latest observations of a stream, up to a {@linkplain #max maximum}. */
public final class RecentObservations {

  private static final int MAX_SYMBOLS = 256;
  private static final int MAX_VECTORS = 64;

  /** An alert with more, as JSON, could exceed the size that Kafka accepts. */
  private static final int MAX_NUMBERS = 16_384;

  private static final int FIRST_CAPACITY = 32;

  private Observations ring;
  private int start;
  private int size;

  /** No observations yet; those to come are of one kind. */
  RecentObservations(ObservationKind kind) {
    this.ring = Observations.allocate(kind, Math.min(FIRST_CAPACITY, max(kind)));
  }

  /**
   * @param initial content, at most as many as are kept, the oldest first
   */
  public RecentObservations(Observations initial) {
    this(initial.kind());
    for (int i = 0; i < initial.size(); i++) {
      int place = place();
      ring.copyFrom(initial, i, place, 1);
    }
  }

  /** How many observations of a kind are kept. */
  public static int max(ObservationKind kind) {
    return kind.isVector()
        ? Math.max(1, Math.min(MAX_VECTORS, MAX_NUMBERS / kind.width()))
        : MAX_SYMBOLS;
  }

  ObservationKind kind() {
    return ring.kind();
  }

  /** Adds a symbol, which takes the place of the oldest one if there is no more room. */
  public void add(int symbol) {
    int place = place();
    ring.set(place, symbol);
  }

  /** Adds an observation of a batch, likewise. */
  public void add(Batch batch, int index, int position) {
    int place = place();
    batch.copy(index, position, ring, place);
  }

  /** Where the next observation goes. */
  private int place() {
    int max = max(ring.kind());
    if (size == ring.size() && size < max) {
      Observations larger = Observations.allocate(ring.kind(), Math.min(max, 2 * size));
      larger.copyFrom(ring, 0, 0, size);
      ring = larger;
    }
    if (size < ring.size()) {
      return size++;
    }
    int oldest = start;
    start = (start + 1) % max;
    return oldest;
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
