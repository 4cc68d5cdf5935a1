package io.hyperstream.model.train;

import io.hyperstream.model.LearnerSnapshot;
import java.util.List;

/**
 * What a training goes on from, exactly as if it had not stopped.
 *
 * @param learner weights and what the optimiser keeps
 * @param average the mean of the latest weights
 * @param averaged how many weights are in it
 * @param checks what was measured so far, one after each leg
 */
public record TrainingState(
    LearnerSnapshot learner, float[] average, long averaged, List<Check> checks) {

  /**
   * What was measured after a leg.
   *
   * @param pass how many passes over the text are done
   * @param symbols that were learned, over all passes
   * @param trainBits for each symbol while it was learned, with dropout
   * @param validBits for each symbol of the other text under the mean of the weights
   * @param seconds of the leg and of the check
   */
  public record Check(
      double pass, long symbols, double trainBits, double validBits, double seconds) {}

  public TrainingState {
    checks = List.copyOf(checks);
  }
}
