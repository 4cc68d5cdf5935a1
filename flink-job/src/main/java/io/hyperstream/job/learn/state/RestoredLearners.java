package io.hyperstream.job.learn.state;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.model.LearnerAverage;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What one of several learners goes on from after a restore.
 *
 * <p>A checkpoint has the last learner's snapshot for all to read, and each other one's for one of
 * the learners there are now, in their order. So however many there are, each reads two, and more
 * only where there are fewer than before. With as many as before, each has its own. With more, the
 * new ones begin with what all agree on, and else like the last one. With fewer, some go on from
 * the mean of theirs. What a learner had learned and not told the others counts with the one that
 * has its snapshot, and nowhere else.
 */
public final class RestoredLearners {

  private final LearnerSnapshot common;
  private final List<LearnerSnapshot> own;

  /**
   * @param common what all read: the last learner's snapshot, or nothing
   * @param own what only this one reads
   * @param number of this learner, from 0
   * @param learners how many there are now
   * @throws UnrecoverableException if one does not fit the config
   */
  RestoredLearners(
      Iterable<LearnerSnapshot> common,
      Iterable<LearnerSnapshot> own,
      LearnerConfig config,
      int number,
      int learners) {
    List<LearnerSnapshot> last = checked(common, config);
    this.common = last.isEmpty() ? null : last.get(0);
    this.own = checked(own, config);
    if (this.common != null && number == Math.min(this.common.number(), learners - 1)) {
      this.own.add(this.common);
    }
  }

  private static List<LearnerSnapshot> checked(
      Iterable<LearnerSnapshot> snapshots, LearnerConfig config) {
    List<LearnerSnapshot> all = new ArrayList<>();
    for (LearnerSnapshot snapshot : snapshots) {
      try {
        snapshot.requireFits(config, "the state to restore");
      } catch (IllegalArgumentException e) {
        throw new UnrecoverableException(
            e.getMessage()
                + "; give the options that it was written with, or start without that state");
      }
      all.add(snapshot);
    }
    return all;
  }

  public boolean isEmpty() {
    return common == null;
  }

  /** With what it goes on sharing, or null if all begin to from {@link #agreed}. */
  public LearnerSnapshot learner() {
    return own.isEmpty() ? common.withoutOwnChange() : LearnerAverage.of(own);
  }

  /** Weights that all learners can begin to share from, whatever each of them has. */
  public float[] agreed() {
    return common.weights().values();
  }
}
