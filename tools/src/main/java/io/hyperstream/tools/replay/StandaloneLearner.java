package io.hyperstream.tools.replay;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.KeyTimers;
import io.hyperstream.job.learn.KeyedLearner;
import io.hyperstream.job.learn.metrics.LearnMetrics;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.job.learn.settings.LearnSettings;
import io.hyperstream.job.learn.settings.ModelSettings;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.model.Learner;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.sync.LearnerSync;
import io.hyperstream.model.sync.SyncConfig;
import java.io.IOException;
import java.time.Duration;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Does the work of the learn operator without a Flink job. The same records in the same order give
 * the same scores. States are kept in memory only, and there are no timers.
 *
 * <pre>{@code
 * try (StandaloneLearner learner = new StandaloneLearner(settings, (key, score) -> ...)) {
 *   records.forEach(learner::add);
 *   learner.finish();
 * }
 * }</pre>
 */
public final class StandaloneLearner implements RecordLearner {

  private static final KeyTimers NEVER =
      new KeyTimers() {
        @Override
        public boolean set(KeyState key) {
          return false;
        }

        @Override
        public void cancel(KeyState key) {}
      };

  private final Learner learner;
  private final ModelSettings model;
  private final LearnMetrics metrics;
  private final KeyedLearner keyed;
  private long firstRecord = Long.MAX_VALUE;

  /**
   * Starts from the weights that the settings name.
   *
   * @param results receives a score per record that is not a tombstone
   * @throws IllegalArgumentException if the settings need timers, or the initial weights belong to
   *     another network
   * @throws IOException if the initial weights cannot be read
   */
  public StandaloneLearner(LearnSettings settings, ResultSink results) throws IOException {
    requireOff("maxDelay", settings.steps().maxDelay());
    requireOff("ttl", settings.state().ttl());
    model = settings.model();
    model.requireDestination();
    learner = settings.compute().open(settings.learner());
    try {
      model.begin(learner);
      metrics =
          new LearnMetrics(
              new UnregisteredMetricsGroup(), settings.learner().batch(), learner.device());
      keyed =
          new KeyedLearner(
              settings,
              learner,
              new MapKeyStates(),
              NEVER,
              System::currentTimeMillis,
              metrics,
              results);
    } catch (Throwable e) {
      FailedStart.close(e, learner);
      throw e;
    }
  }

  private static void requireOff(String name, Duration value) {
    if (!value.isZero()) {
      throw new IllegalArgumentException(
          "%s must be zero because there are no timers without Flink, but is %s"
              .formatted(name, value));
    }
  }

  @Override
  public void add(InputRecord record) throws IOException {
    if (firstRecord == Long.MAX_VALUE) {
      firstRecord = System.currentTimeMillis();
    }
    keyed.add(record);
  }

  @Override
  public void finish() throws IOException {
    keyed.learnAll();
    model.end(learner);
  }

  @Override
  public LearnSummary summary() {
    return new LearnSummary(
        firstRecord, metrics.steps(), learner.skippedSteps(), learner.backend());
  }

  /** Symbols scored so far. */
  public long symbols() {
    return metrics.symbols();
  }

  /**
   * Lets this learner share what it learns.
   *
   * @param number of this learner, from 0
   * @param learners number of learners that share
   */
  public LearnerSync share(SyncConfig config, int number, int learners) {
    return new LearnerSync(config, learner, number, learners, learner.weights());
  }

  @Override
  public void close() {
    learner.close();
  }
}
