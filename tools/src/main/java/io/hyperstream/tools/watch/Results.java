package io.hyperstream.tools.watch;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import java.util.Collection;
import java.util.List;

/** Receives what a {@link Watch} reads, in one thread. */
public interface Results {

  /** Receives a score of a key. */
  void add(String key, Score score);

  /** Receives what a job said of an image of a key, or of one whose label came later. */
  default void add(String key, Classification classification) {}

  /** Receives a prediction for a key. */
  void add(String key, Prediction prediction);

  /** Receives an alert of a key. */
  void add(String key, Alert alert);

  /** Receives what an incident is now. */
  void add(Incident incident);

  /** Receives a rejected record. */
  void add(Rejected rejected);

  /** The keys that somebody sees now, of which predictions are wanted. */
  default Collection<String> watched() {
    return List.of();
  }
}
