package io.hyperstream.job.learn;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.model.sync.LearnerSync;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.model.sync.WeightChange;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Several learners that share what they learn, as the subtasks of a job do, but in one thread and
 * in an order that depends on the records alone. Keys are dealt out to them in turn, as they
 * appear.
 */
public final class LearnerGroup implements RecordLearner {

  /**
   * When learners share.
   *
   * @param config how
   * @param period symbols that each learns, on the mean, between two rounds
   * @param delay symbols that each learns, on the mean, while the changes of a round travel
   */
  public record Sharing(SyncConfig config, long period, long delay) {}

  /** A round whose changes travel until the group has had so many symbols. */
  private record Travelling(long arrival, List<WeightChange> changes) {}

  private final List<StandaloneLearner> learners = new ArrayList<>();
  private final List<LearnerSync> syncs = new ArrayList<>();
  private final Map<String, StandaloneLearner> owners = new HashMap<>();
  private final Queue<Travelling> travelling = new ArrayDeque<>();

  /** Of all learners together. */
  private final long period;

  private final long delay;
  private long symbols;
  private long nextRound;
  private long rounds;
  private long bytes;

  /**
   * @param sharing null: never
   */
  public LearnerGroup(
      int count, LearnSettings settings, Sharing sharing, Consumer<OutputRecord> scores)
      throws IOException {
    for (int i = 0; i < count; i++) {
      StandaloneLearner learner = new StandaloneLearner(settings, scores, p -> {}, a -> {});
      learners.add(learner);
      if (sharing != null) {
        syncs.add(learner.share(sharing.config(), i));
      }
    }
    period = sharing == null ? Long.MAX_VALUE : count * sharing.period();
    delay = sharing == null ? 0 : count * sharing.delay();
    nextRound = period;
  }

  @Override
  public void add(InputRecord record) throws IOException {
    owner(record.key).add(record);
    symbols += record.isTombstone() ? 0 : record.symbols.length;
    if (symbols >= nextRound) {
      nextRound += period;
      publish();
    }
    while (!travelling.isEmpty() && travelling.element().arrival() <= symbols) {
      List<WeightChange> changes = travelling.remove().changes();
      syncs.forEach(sync -> sync.receive(changes));
    }
  }

  private StandaloneLearner owner(String key) {
    return owners.computeIfAbsent(key, name -> learners.get(owners.size() % learners.size()));
  }

  private void publish() {
    List<WeightChange> changes = syncs.stream().map(LearnerSync::publish).toList();
    travelling.add(new Travelling(symbols + delay, changes));
    rounds++;
    bytes += changes.stream().mapToLong(change -> change.payload().length).sum();
  }

  @Override
  public void finish() throws IOException {
    for (StandaloneLearner learner : learners) {
      learner.finish();
    }
  }

  @Override
  public LearnSummary summary() {
    List<LearnSummary> all = learners.stream().map(StandaloneLearner::summary).toList();
    return new LearnSummary(
        all.stream().mapToLong(LearnSummary::firstRecord).min().orElseThrow(),
        all.stream().mapToLong(LearnSummary::steps).sum(),
        all.stream().mapToLong(LearnSummary::skippedSteps).sum(),
        all.stream().map(LearnSummary::backend).distinct().collect(Collectors.joining(", ")));
  }

  /** Rounds so far in which changes were published. */
  public long rounds() {
    return rounds;
  }

  /** Bytes of all changes published so far. */
  public long publishedBytes() {
    return bytes;
  }

  /** Changes that were left out so far. */
  public long leftOut() {
    return syncs.isEmpty() ? 0 : syncs.get(0).anchor().leftOut();
  }

  @Override
  public void close() {
    learners.forEach(StandaloneLearner::close);
  }
}
