package io.hyperstream.tools.bench.sync;

import io.hyperstream.job.options.ContextOptions;
import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.sync.SharedBatch;
import io.hyperstream.tools.bench.LearnedFiles;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.bench.Outcome;
import io.hyperstream.tools.replay.BareReplay;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.replay.ReplayInput;
import io.hyperstream.tools.replay.ReplayOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * Compares groups of learners that share what they learn, all in one thread. The network alone,
 * unless the options say otherwise: a context model's statistics are its learner's own.
 */
public final class SyncBench {

  private final LearnedFiles files;
  private final Configuration options;
  private final SyncPlan plan;
  private final ProgressLine progress;

  public SyncBench(LearnedFiles files, SyncPlan plan, ProgressLine progress) {
    this.files = files;
    this.options = new Configuration();
    this.options.set(ContextOptions.ENABLED, false);
    this.options.addAll(files.options());
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Runs them all.
   *
   * @throws OptionException if a job option is wrong
   */
  public SyncReport run() throws IOException, InputFileException {
    return new SyncReport(
        Machine.here(),
        files.lanes(),
        files.split(),
        new SyncReport.Outer(plan.outer().rate(), plan.outer().momentum()),
        plan.delay(),
        files.measure(this::runs));
  }

  private List<SyncReport.Run> runs(ReplayInput input) throws IOException {
    List<SyncReport.Run> runs = new ArrayList<>();
    for (SyncPlan.Group group : plan.groups()) {
      runs.add(run(group, input, runs.isEmpty() ? null : runs.get(0)));
    }
    return runs;
  }

  /** With the batch that a job gives each of so many learners. */
  private ReplayOptions options(int learners, ReplayInput input) {
    ReplayOptions alone = new ReplayOptions(options, input);
    if (options.contains(LearnOptions.BATCH)) {
      return alone;
    }
    Configuration shared = new Configuration(options);
    int batch = alone.settings().learnSettings().learner().batch();
    shared.set(LearnOptions.BATCH, SharedBatch.of(batch, learners));
    return new ReplayOptions(shared, input);
  }

  /**
   * @param single the run of a single learner; null: this is it
   */
  private SyncReport.Run run(SyncPlan.Group group, ReplayInput input, SyncReport.Run single)
      throws IOException {
    LearnerGroup[] made = new LearnerGroup[1];
    BareReplay replay = new BareReplay(input, options(group.learners(), input), progress);
    Outcome outcome =
        Outcome.of(
            () ->
                replay.run(
                    (settings, results) ->
                        made[0] =
                            new LearnerGroup(
                                group.learners(), settings, group.sharing(), results)));
    return new SyncReport.Run(
        group.learners(),
        group.sharing() == null ? 0 : group.sharing().period(),
        group.sharing() == null ? null : group.sharing().config().encoding(),
        outcome,
        single == null ? 0 : outcome.bpc() - single.outcome().bpc(),
        traffic(made[0], input.bytes(), outcome));
  }

  private static SyncReport.Traffic traffic(LearnerGroup learners, long symbols, Outcome outcome) {
    double bytesPerSymbol = (double) learners.publishedBytes() / symbols;
    return new SyncReport.Traffic(
        learners.rounds(),
        learners.publishedBytes(),
        bytesPerSymbol,
        bytesPerSymbol * outcome.symbolsPerSecond(),
        learners.leftOut());
  }
}
