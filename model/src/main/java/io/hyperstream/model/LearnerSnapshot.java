package io.hyperstream.model;

import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import io.hyperstream.model.sync.SyncSnapshot;

/**
 * All that a learner has learned, enough to go on exactly as if it had not stopped.
 *
 * @param network the network it belongs to; a learner of another refuses it
 * @param updates how often the weights were updated: the model version
 * @param skipped how many steps left the weights alone because they were not finite
 * @param weights every parameter, in the order of the arena
 * @param firstMoment Adam's mean of the gradient, empty when beta1 is 0
 * @param secondMoment Adam's mean of the squared gradient
 * @param rowUpdates how often each symbol's row was updated
 * @param rehearsal the past windows it keeps
 * @param context what its context model has learned, or null if it has none
 * @param number of the learner among several, from 0
 * @param sync what it keeps of sharing, or null if it does not share
 */
public record LearnerSnapshot(
    HyperLstmConfig network,
    long updates,
    long skipped,
    float[] weights,
    float[] firstMoment,
    float[] secondMoment,
    int[] rowUpdates,
    RehearsalSnapshot rehearsal,
    ContextSnapshot context,
    int number,
    SyncSnapshot sync) {

  /** The same of the learner with that number, which shares as told, or not at all if null. */
  public LearnerSnapshot of(int number, SyncSnapshot sync) {
    return with(weights, number, sync);
  }

  /** The same as if it had learned nothing that it has not shared; itself if it does not share. */
  public LearnerSnapshot withoutOwnChange() {
    return sync == null ? this : with(sync.anchor(), number, sync.withSymbols(0));
  }

  private LearnerSnapshot with(float[] weights, int number, SyncSnapshot sync) {
    return new LearnerSnapshot(
        network,
        updates,
        skipped,
        weights,
        firstMoment,
        secondMoment,
        rowUpdates,
        rehearsal,
        context,
        number,
        sync);
  }
}
