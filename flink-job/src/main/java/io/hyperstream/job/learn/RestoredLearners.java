package io.hyperstream.job.learn;

import io.hyperstream.model.HyperLstmConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.sync.LearnerAverage;
import io.hyperstream.model.sync.SyncSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The learners of a checkpoint, and what those that go on from it begin with: with as many as
 * before each takes its own back, else all start from the average.
 */
final class RestoredLearners {

  private final List<LearnerSnapshot> all = new ArrayList<>();
  private final int learners;

  /**
   * @param learners how many there are now
   * @throws IllegalStateException if one is of another network
   */
  RestoredLearners(Iterable<LearnerSnapshot> snapshots, HyperLstmConfig network, int learners) {
    this.learners = learners;
    for (LearnerSnapshot snapshot : snapshots) {
      requireNetwork(snapshot, network);
      all.add(snapshot);
    }
    all.sort(Comparator.comparingInt(LearnerSnapshot::number));
  }

  private static void requireNetwork(LearnerSnapshot snapshot, HyperLstmConfig network) {
    if (!snapshot.network().equals(network)) {
      throw new IllegalStateException(
          "the state to restore holds the weights of %s, but the options say %s; give the options of the former, or start without that state"
              .formatted(snapshot.network(), network));
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  LearnerSnapshot learner(int number) {
    return all.size() == learners ? all.get(number) : LearnerAverage.of(all, number);
  }

  /** What a learner goes on sharing with, or null if all begin anew from {@link #agreed}. */
  SyncSnapshot sync(int number) {
    boolean shared = all.stream().allMatch(learner -> learner.sync() != null);
    return shared && all.size() == learners ? all.get(number).sync() : null;
  }

  /** Weights that all learners can begin to share from, whatever each of them has. */
  float[] agreed() {
    return LearnerAverage.weights(all);
  }
}
