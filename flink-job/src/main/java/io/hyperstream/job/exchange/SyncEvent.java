package io.hyperstream.job.exchange;

import io.hyperstream.model.sync.WeightChange;

/**
 * What the reader of changes tells the learners: that a session begins, or a change of a learner.
 *
 * @param session that it belongs to
 * @param change the next one of the session; null where the session begins
 */
public record SyncEvent(long session, WeightChange change) implements LearnEvent {

  /** From now on changes with that session count, and no others. */
  public static SyncEvent begin(long session) {
    return new SyncEvent(session, null);
  }

  public boolean isBegin() {
    return change == null;
  }
}
