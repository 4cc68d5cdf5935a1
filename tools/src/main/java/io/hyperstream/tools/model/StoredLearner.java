package io.hyperstream.tools.model;

import io.hyperstream.model.LearnerSnapshot;

/**
 * Counters of a learner in a savepoint.
 *
 * @param number of the learner, from 0
 * @param updates number of updates of its weights
 * @param skippedSteps number of steps that left the weights unchanged because a value was not
 *     finite
 * @param symbols number of symbols that it has learned; null without a context model, which counts
 *     them
 */
public record StoredLearner(int number, long updates, long skippedSteps, Long symbols) {

  static StoredLearner of(LearnerSnapshot learner) {
    Long symbols = learner.context() == null ? null : learner.context().bits() / Byte.SIZE;
    return new StoredLearner(
        learner.number(), learner.updates(), learner.optimiser().skipped(), symbols);
  }
}
