package io.hyperstream.job.learn.result;

import io.hyperstream.job.learn.alert.JudgedRecord;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.OpenRecord;
import io.hyperstream.model.Batch;
import io.hyperstream.model.StepResult;
import io.hyperstream.schemas.Score;

/** Says how surprising records are, by what the model said of their observations. */
interface Judge {

  /**
   * Takes observations of a record, which have just been scored.
   *
   * @param index of their window in the step's batch
   * @param from position of the first of them in the window
   * @param to position behind the last
   * @param place of the first of them in the record, from 0
   */
  void take(
      OpenRecord record,
      KeyState key,
      Batch batch,
      StepResult result,
      int index,
      int from,
      int to,
      int place);

  /**
   * Ends a record, which has observations: puts into its score how surprising it is, unless it
   * comes within the key's warm-up.
   */
  void end(OpenRecord record, KeyState key, Score score);

  /** The record as the alerter wants it. */
  JudgedRecord judged(OpenRecord record);
}
