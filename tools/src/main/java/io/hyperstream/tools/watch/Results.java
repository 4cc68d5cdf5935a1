package io.hyperstream.tools.watch;

import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;

/** Takes what a {@link Watch} reads, in one thread. */
public interface Results {

  /** Takes a score of a key. */
  void add(String key, Score score);

  /** Takes a prediction for a key. */
  void add(String key, Prediction prediction);

  /** Takes a rejected record. */
  void add(Rejected rejected);
}
