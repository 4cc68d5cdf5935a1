package io.hyperstream.tools.cli;

import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.tools.bench.SpeedBench;
import io.hyperstream.tools.bench.SpeedReport;
import io.hyperstream.tools.bench.SpeedSettings;
import io.hyperstream.tools.bench.SpeedTable;
import io.hyperstream.tools.bench.check.BackendCheck;
import io.hyperstream.tools.bench.check.CheckReport;
import io.hyperstream.tools.bench.check.CheckTable;
import io.hyperstream.tools.bench.quality.QualityBench;
import io.hyperstream.tools.bench.quality.QualityPlot;
import io.hyperstream.tools.bench.quality.QualityReport;
import io.hyperstream.tools.bench.quality.QualityTable;
import io.hyperstream.tools.bench.sync.SyncBench;
import io.hyperstream.tools.bench.sync.SyncReport;
import io.hyperstream.tools.bench.sync.SyncTable;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.ProgressLine;
import io.hyperstream.tools.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the learner on this machine. */
@Command(
    name = "bench",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measures the learner on this machine.",
    description = {
      "Measures how fast the learner is on this machine, and how near that is to what the machine can"
          + " do: first the multiply-adds and memory reads of its cores, then symbols per second of each row,"
          + " as a fraction of what the counted multiply-adds and bytes of a symbol would allow. Needs no"
          + " files, no Kafka and no network.",
      "With --quality, measures how well files are predicted instead; with --sync, how well several"
          + " learners do that who share what they learn; with --check, whether the back ends compute what"
          + " they should, and ends with 1 if one does not.",
      ""
    },
    footer = {
      "",
      "A row is measured in several rounds, in turn with all others of its size and batch; the"
          + " best round counts, beside the machine's limit measured next to it. LIMIT says what that"
          + " is: multiply-adds (fma) or reads (memory), or for a GPU its large products (gemm). What"
          + " else runs on the machine disturbs all of it: leave it alone meanwhile.",
      "",
      "Examples:",
      "  hyperstream bench",
      "  hyperstream bench --hidden 256 --batch 1,16 --lanes 1 --json",
      "  hyperstream bench --network hyperlstm,lstm --lanes 1 --against pytorch,dl4j",
      "  hyperstream bench --check",
      "  hyperstream bench --backend cuda --preset ptb --batch 128,1024 --stages",
      "  hyperstream bench --quality books/*.txt --bytes 1mb --plot quality.svg",
      "  hyperstream bench --sync wiki.xml --split 64 --learners 2 --period 2048,8192"
    })
final class BenchCommand implements Callable<Integer> {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final List<Integer> LANES = List.of(1, 2);

  @Mixin private SpeedOptions speed;

  @Option(
      names = "--lanes",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description = "Threads that compute (default: 1,2, if there are two cores; 1 for files).")
  private List<Integer> lanes = new ArrayList<>();

  @Option(
      names = "--check",
      description =
          "Compare every back end that loads with reference vectors, and with each other.")
  private boolean check;

  @Mixin private QualityOptions quality;

  @Mixin private SyncOptions sync;

  @Mixin private TextOptions text;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Mixin private JobOptionsMixin jobOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      throw new IOException(
          "The Vector API is off; start Java with --add-modules " + VECTOR_MODULE);
    }
    int cores = Runtime.getRuntime().availableProcessors();
    try (Unfinished unfinished = new Unfinished(spec.commandLine().getErr())) {
      lanes.forEach(value -> Ranges.require("--lanes", value, 1, cores));
      quality.check();
      if (check) {
        return check() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
      }
      text.check(quality.isGiven() || sync.isGiven());
      if (quality.isGiven() && sync.isGiven()) {
        throw new IllegalArgumentException("--quality and --sync are two measurements: give one");
      } else if (quality.isGiven()) {
        measureQuality();
      } else if (sync.isGiven()) {
        measureSync();
      } else {
        measureSpeed(cores);
      }
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException | InputFileException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private boolean check() {
    if (quality.isGiven() || sync.isGiven() || !jobOptions.arguments().isEmpty()) {
      throw new IllegalArgumentException(
          "--check goes neither with --quality, nor with --sync, nor with job options");
    }
    CheckReport report;
    try (ProgressLine progress = progress()) {
      report = BackendCheck.run(progress::stage);
    }
    print(json ? List.of(report.toJson()) : CheckTable.lines(report));
    return report.passed();
  }

  private void measureSpeed(int cores) throws IOException {
    if (!jobOptions.arguments().isEmpty()) {
      throw new IllegalArgumentException("Options of the job are for --quality and --sync only");
    }
    List<Integer> all =
        lanes.isEmpty() ? LANES.stream().filter(value -> value <= cores).toList() : lanes;
    SpeedSettings settings = speed.settings(all);
    SpeedReport report;
    try (ProgressLine progress = progress()) {
      report = new SpeedBench(settings, progress::stage).run();
    }
    print(json ? List.of(report.toJson()) : SpeedTable.lines(report));
  }

  private void measureQuality() throws IOException, InputFileException {
    QualityReport report;
    try (ProgressLine progress = progress()) {
      report =
          new QualityBench(
                  quality.files,
                  givenOptions(),
                  text.split,
                  text.mostBytes(),
                  lanesForFiles(),
                  progress)
              .run();
    }
    if (quality.plot != null) {
      Files.writeString(quality.plot, QualityPlot.svg(report));
    }
    print(json ? List.of(report.toJson()) : QualityTable.lines(report));
  }

  private void measureSync() throws IOException, InputFileException {
    SyncReport report;
    try (ProgressLine progress = progress()) {
      report =
          new SyncBench(
                  sync.files,
                  givenOptions(),
                  sync.plan(),
                  text.split,
                  text.mostBytes(),
                  lanesForFiles(),
                  progress)
              .run();
    }
    print(json ? List.of(report.toJson()) : SyncTable.lines(report));
  }

  private Configuration givenOptions() throws IOException {
    return OptionsLoader.load(jobOptions.arguments().toArray(String[]::new));
  }

  private int lanesForFiles() {
    if (lanes.size() > 1) {
      throw new IllegalArgumentException(
          "--quality and --sync take one number of --lanes (default: 1)");
    }
    return lanes.isEmpty() ? 1 : lanes.get(0);
  }

  private ProgressLine progress() {
    return new ProgressLine(Terminal.isErrorTerminal() ? spec.commandLine().getErr() : null);
  }

  private void print(List<String> lines) {
    PrintWriter out = spec.commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }
}
