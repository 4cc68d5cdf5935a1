package io.hyperstream.tools.bench.quality;

import io.hyperstream.job.options.OptionException;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkCost;
import io.hyperstream.model.net.ParameterLayout;
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
 * Lets each learner read each file once, from a cold start, without Kafka and Flink: the same code
 * as the job's, and the same bits.
 */
public final class QualityBench {

  /** Bytes of a record, as a replay's. */
  private static final int CHUNK_BYTES = 256;

  private final List<Path> files;
  private final Configuration options;
  private final int split;
  private final long mostBytes;
  private final int lanes;
  private final ProgressLine progress;

  /**
   * @param options of the job, as given
   * @param split into how many streams each file is cut
   * @param mostBytes of each file
   * @param lanes threads that compute
   */
  public QualityBench(
      List<Path> files,
      Configuration options,
      int split,
      long mostBytes,
      int lanes,
      ProgressLine progress) {
    this.files = files;
    this.options = LearningOptions.of(options, lanes);
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
  public QualityReport run() throws IOException, InputFileException {
    List<ReplayInput> inputs = new ArrayList<>();
    for (Path file : files) {
      inputs.add(input(file, mostBytes));
    }
    List<Variant> variants = Variant.all(new ReplayOptions(options, inputs.get(0)).settings());
    List<QualityReport.File> results = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      List<QualityReport.Run> runs = new ArrayList<>();
      for (Variant variant : variants) {
        runs.add(run(variant, inputs.get(i)));
      }
      String name = files.get(i).getFileName().toString();
      results.add(new QualityReport.File(name, inputs.get(i).bytes(), runs));
    }
    return new QualityReport(Machine.here(), lanes, split, results);
  }

  private ReplayInput input(Path file, long bytes) throws InputFileException {
    return ReplayInput.chunks(List.of(file), split, CHUNK_BYTES, bytes);
  }

  private QualityReport.Run run(Variant variant, ReplayInput input) throws IOException {
    Curve curve = new Curve();
    CpuShare share = new CpuShare();
    ReplayReport report = replay(variant, input, curve);
    double had = share.now();
    HyperLstmConfig network = settings(variant, input).settings().learnerConfig().network();
    return new QualityReport.Run(
        variant.name(),
        network.layers(),
        network.hidden(),
        network.hyper(),
        new ParameterLayout(network).size(),
        new NetworkCost(network).operations(true),
        report.bpc(),
        report.seconds(),
        report.symbolsPerSecond(),
        had,
        report.skippedSteps(),
        curve.points());
  }

  private ReplayReport replay(Variant variant, ReplayInput input, Curve curve) throws IOException {
    return new BareReplay(input, settings(variant, input), progress, curve).run();
  }

  private ReplayOptions settings(Variant variant, ReplayInput input) {
    return new ReplayOptions(variant.apply(options), input);
  }
}
