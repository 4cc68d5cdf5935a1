package io.hyperstream.tools.bench.sync;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.sync.LearnerSync;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.model.sync.WeightChange;
import io.hyperstream.tools.replay.LearnSummary;
import io.hyperstream.tools.replay.RecordLearner;
import io.hyperstream.tools.replay.StandaloneLearner;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;

/**
 * Several learners that share what they learn like the subtasks of a job, but in one thread and in
 * an order that depends only on the records. New keys go to the learners in turn.
 */
final class LearnerGroup implements RecordLearner {

  /**
   * How and when learners share.
   *
   * @param config of the outer steps
   * @param period symbols that each learns before it publishes a change
   * @param delay symbols that each learns, on average, while a change is in flight
   */
  record Sharing(SyncConfig config, long period, long delay) {}

  /** A learner and its part in sharing, which is null if nothing is shared. */
  private record Member(StandaloneLearner learner, LearnerSync sync) {}

  /** A change that arrives when the group has learned a number of symbols. */
  private record InFlight(long arrival, WeightChange change) {}

  private final List<Member> members = new ArrayList<>();
  private final Map<String, Member> owners = new HashMap<>();
  private final Queue<InFlight> log = new ArrayDeque<>();
  private final Sharing sharing;
  private long symbols;
  private long bytes;

  /**
   * @param sharing null if the learners never share
   */
  LearnerGroup(int count, LearnSettings settings, Sharing sharing, ResultSink results)
      throws IOException {
    this.sharing = sharing;
    try {
      for (int i = 0; i < count; i++) {
        StandaloneLearner learner = new StandaloneLearner(settings, results);
        LearnerSync sync = sharing == null ? null : learner.share(sharing.config(), i, count);
        members.add(new Member(learner, sync));
      }
    } catch (Throwable e) {
      FailedStart.close(e, this);
      throw e;
    }
  }

  @Override
  public void add(InputRecord record) throws IOException {
    Member owner =
        owners.computeIfAbsent(record.key, name -> members.get(owners.size() % members.size()));
    owner.learner().add(record);
    symbols += record.isTombstone() ? 0 : record.observations.size();
    if (sharing != null) {
      publishIfDue(owner.sync());
      receiveArrived();
    }
  }

  private void publishIfDue(LearnerSync sync) {
    if (sync.unpublishedSymbols() >= sharing.period()) {
      WeightChange change = sync.publish();
      bytes += change.payload().length;
      log.add(new InFlight(symbols + members.size() * sharing.delay(), change));
    }
  }

  private void receiveArrived() {
    while (!log.isEmpty() && log.element().arrival() <= symbols) {
      WeightChange change = log.remove().change();
      members.forEach(member -> member.sync().receive(change));
    }
  }

  @Override
  public void finish() throws IOException {
    for (Member member : members) {
      member.learner().finish();
    }
  }

  @Override
  public LearnSummary summary() {
    List<LearnSummary> all = members.stream().map(member -> member.learner().summary()).toList();
    return new LearnSummary(
        all.stream().mapToLong(LearnSummary::firstRecord).min().orElseThrow(),
        all.stream().mapToLong(LearnSummary::steps).sum(),
        all.stream().mapToLong(LearnSummary::skippedSteps).sum(),
        all.stream().map(LearnSummary::backend).distinct().collect(Collectors.joining(", ")));
  }

  /** Number of outer steps so far. */
  long rounds() {
    return sharing == null ? 0 : members.get(0).sync().anchor().rounds();
  }

  /** Bytes of all changes published so far. */
  long publishedBytes() {
    return bytes;
  }

  /** Number of changes that were left out so far. */
  long leftOut() {
    return sharing == null ? 0 : members.get(0).sync().anchor().leftOut();
  }

  @Override
  public void close() {
    members.forEach(member -> member.learner().close());
  }
}
