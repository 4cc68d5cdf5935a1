package io.hyperstream.tools.bench.quality;

import io.hyperstream.job.learn.settings.ModelStart;
import io.hyperstream.job.options.ModelOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkCost;
import io.hyperstream.model.net.ParameterLayout;
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

/** Compares how well learners of several kinds predict files. */
public final class QualityBench {

  private final LearnedFiles files;
  private final Configuration options;
  private final ProgressLine progress;

  public QualityBench(LearnedFiles files, ProgressLine progress) {
    this.files = files;
    this.options = new Configuration();
    // A plain LSTM has no start in the jar, so none has.
    this.options.set(ModelOptions.START, ModelStart.FRESH);
    this.options.addAll(files.options());
    this.progress = progress;
  }

  /**
   * Runs them all.
   *
   * @throws OptionException if a job option is wrong
   */
  public QualityReport run() throws IOException, InputFileException {
    return new QualityReport(
        Machine.here(), files.lanes(), files.split(), files.measure(this::runs));
  }

  private List<QualityReport.Run> runs(ReplayInput input) throws IOException {
    List<QualityReport.Run> runs = new ArrayList<>();
    for (Variant variant : Variant.all(new ReplayOptions(options, input).settings())) {
      runs.add(run(variant, input));
    }
    return runs;
  }

  private QualityReport.Run run(Variant variant, ReplayInput input) throws IOException {
    ReplayOptions replay = new ReplayOptions(variant.apply(options), input);
    Curve curve = new Curve();
    Outcome outcome = Outcome.of(() -> new BareReplay(input, replay, progress, curve).run());
    HyperLstmConfig network = replay.settings().learnerConfig().network();
    QualityReport.Size size =
        new QualityReport.Size(
            network.layers(),
            network.hidden(),
            network.hyper(),
            new ParameterLayout(network).size(),
            new NetworkCost(network).operations(true));
    return new QualityReport.Run(variant.name(), size, outcome, curve.points());
  }
}
