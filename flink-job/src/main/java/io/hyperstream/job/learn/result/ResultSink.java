package io.hyperstream.job.learn.result;

import io.hyperstream.job.learn.alert.AlertSink;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;

/**
 * Takes the results of a learner, each with the key of its stream. They are not changed afterwards.
 * A sink that wants only the scores ignores the rest.
 */
public interface ResultSink extends AlertSink {

  /** Takes the score of a record; the scores of a key come in the order of its records. */
  void score(String key, Score score);

  /** Takes what the model expects next of a key. */
  default void prediction(String key, Prediction prediction) {}
}
