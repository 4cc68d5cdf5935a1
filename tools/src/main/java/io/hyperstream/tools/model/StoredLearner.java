package io.hyperstream.tools.model;

import io.hyperstream.model.LearnerSnapshot;

/**
 * What a learner in a savepoint has done.
 *
 * @param number of the learner, from 0
 * @param updates of its weights
 * @param skippedSteps that left the weights alone because something was not finite
 * @param symbols that it has learned; null where no context model counts them
 */
public record StoredLearner(int number, long updates, long skippedSteps, Long symbols) {

  static StoredLearner of(LearnerSnapshot learner) {
    Long symbols = learner.context() == null ? null : learner.context().bits() / Byte.SIZE;
    return new StoredLearner(
        learner.number(), learner.updates(), learner.optimiser().skipped(), symbols);
  }
}
