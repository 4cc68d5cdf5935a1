package io.hyperstream.job.learn.state;

import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;

/**
 * Where checkpoints keep the learners: the last one's snapshot in a state that all learners read at
 * a restore, each other one's in a state that Flink deals out. See {@link RestoredLearners}.
 */
public final class LearnerStates {

  private static final ListStateDescriptor<LearnerSnapshot> COMMON =
      new ListStateDescriptor<>("learner", new LearnerSnapshotSerializer());

  private static final ListStateDescriptor<LearnerSnapshot> OWN =
      new ListStateDescriptor<>("own-learner", new LearnerSnapshotSerializer());

  private final int number;
  private final int learners;
  private final ListState<LearnerSnapshot> common;
  private final ListState<LearnerSnapshot> own;

  /**
   * @param number of the learner, from 0
   * @param learners how many there are
   */
  public LearnerStates(OperatorStateStore store, int number, int learners) throws Exception {
    this.number = number;
    this.learners = learners;
    this.common = store.getUnionListState(COMMON);
    this.own = store.getListState(OWN);
  }

  /** What was restored. It is forgotten here: else it would take memory until the next put. */
  public RestoredLearners take(LearnerConfig config) throws Exception {
    RestoredLearners restored =
        new RestoredLearners(common.get(), own.get(), config, number, learners);
    common.clear();
    own.clear();
    return restored;
  }

  /** Keeps the learner in the checkpoint that is being taken. */
  public void put(LearnerSnapshot learner) throws Exception {
    (number == learners - 1 ? common : own).update(List.of(learner));
  }

  /** Whether there are learners among states of these names. */
  public static boolean isIn(Set<String> names) {
    return names.contains(COMMON.getName()) || names.contains(OWN.getName());
  }

  /** All learners in restored states. */
  public static List<LearnerSnapshot> read(OperatorStateStore store) throws Exception {
    List<LearnerSnapshot> learners = new ArrayList<>();
    store.getListState(OWN).get().forEach(learners::add);
    store.getUnionListState(COMMON).get().forEach(learners::add);
    return learners;
  }
}
