package io.hyperstream.tools.bench.sync;

import io.hyperstream.job.options.ContextOptions;
import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.sync.SharedBatch;
import io.hyperstream.tools.bench.CpuShare;
import io.hyperstream.tools.bench.LearningOptions;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.replay.BareReplay;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.replay.ReplayInput;
import io.hyperstream.tools.replay.ReplayOptions;
import io.hyperstream.tools.replay.ReplayReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * Lets groups of learners that share what they learn read each file once, from a cold start, in one
 * thread, without Kafka and Flink. The network alone, unless the options say otherwise: a context
 * model's statistics are its learner's own.
 */
public final class SyncBench {

  /** Bytes of a record, as a replay's. */
  private static final int CHUNK_BYTES = 256;

  private final List<Path> files;
  private final Configuration options;
  private final SyncPlan plan;
  private final int split;
  private final long mostBytes;
  private final int lanes;
  private final ProgressLine progress;

  /**
   * @param options of the job, as given
   * @param split into how many streams each file is cut
   * @param mostBytes of each file
   * @param lanes threads that each learner computes with
   */
  public SyncBench(
      List<Path> files,
      Configuration options,
      SyncPlan plan,
      int split,
      long mostBytes,
      int lanes,
      ProgressLine progress) {
    this.files = files;
    this.options = new Configuration();
    this.options.set(ContextOptions.ENABLED, false);
    this.options.addAll(LearningOptions.of(options, lanes));
    this.plan = plan;
    this.split = split;
    this.mostBytes = mostBytes;
    this.lanes = lanes;
    this.progress = progress;
  }

  /**
   * Runs them all.
   *
   * @throws OptionException if a job option is wrong
   */
  public SyncReport run() throws IOException, InputFileException {
    List<SyncReport.File> results = new ArrayList<>();
    for (Path file : files) {
      ReplayInput input = ReplayInput.chunks(List.of(file), split, CHUNK_BYTES, mostBytes);
      List<SyncReport.Run> runs = new ArrayList<>();
      for (SyncPlan.Group group : plan.groups()) {
        runs.add(run(group, input, runs));
      }
      results.add(new SyncReport.File(file.getFileName().toString(), input.bytes(), runs));
    }
    return new SyncReport(
        Machine.here(),
        lanes,
        split,
        new SyncReport.Outer(plan.outer().rate(), plan.outer().momentum()),
        plan.delay(),
        results);
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

  private SyncReport.Run run(SyncPlan.Group group, ReplayInput input, List<SyncReport.Run> before)
      throws IOException {
    CpuShare share = new CpuShare();
    LearnerGroup[] made = new LearnerGroup[1];
    ReplayReport report =
        new BareReplay(input, options(group.learners(), input), progress)
            .run(
                (settings, results) ->
                    made[0] =
                        new LearnerGroup(group.learners(), settings, group.sharing(), results));
    double had = share.now();
    LearnerGroup learners = made[0];
    double bytesPerSymbol = (double) learners.publishedBytes() / report.symbols();
    return new SyncReport.Run(
        group.learners(),
        group.sharing() == null ? 0 : group.sharing().period(),
        group.sharing() == null ? null : group.sharing().config().encoding(),
        report.bpc(),
        before.isEmpty() ? 0 : report.bpc() - before.get(0).bpc(),
        learners.rounds(),
        learners.publishedBytes(),
        bytesPerSymbol,
        bytesPerSymbol * report.symbolsPerSecond(),
        report.symbolsPerSecond(),
        had,
        learners.leftOut(),
        report.skippedSteps());
  }
}
