package io.hyperstream.job.cli;

import io.hyperstream.job.bench.Dl4jYardstick;
import io.hyperstream.job.bench.PyTorchYardstick;
import io.hyperstream.job.bench.SampleText;
import io.hyperstream.job.bench.Shape;
import io.hyperstream.job.bench.SpeedBench;
import io.hyperstream.job.bench.SpeedReport;
import io.hyperstream.job.bench.SpeedSettings;
import io.hyperstream.job.bench.SpeedTable;
import io.hyperstream.job.bench.Yardstick;
import io.hyperstream.job.watch.Terminal;
import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Backend;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the learner on this machine. */
@Command(
    name = "bench",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Measures how fast the learner is on this machine, and how near that is to what",
      "the machine can do: first the multiply-adds and memory reads of its cores, then",
      "symbols per second of each row, as a fraction of what the counted multiply-adds",
      "and bytes of a symbol would allow. Needs no files, no Kafka and no network.",
      ""
    },
    footer = {
      "",
      "A row is measured in several rounds, in turn with all others of its size and",
      "batch; the best round counts, beside the machine's limit measured next to it.",
      "LIMIT says what that is: multiply-adds (fma) or reads (memory). What else runs on",
      "the machine disturbs all of it: leave it alone meanwhile.",
      "",
      "Examples:",
      "  hyperstream bench",
      "  hyperstream bench --hidden 256 --batch 1,16 --lanes 1 --json",
      "  hyperstream bench --network hyperlstm,lstm --lanes 1 --against pytorch,dl4j"
    })
final class BenchCommand implements Callable<Integer> {

  /** Where the launcher says the project's folder is. */
  private static final String HOME = "hyperstream.home";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final List<Integer> HIDDEN = List.of(128, 256, 512, 1000);
  private static final List<Integer> LANES = List.of(1, 2);
  private static final int MAX_WINDOW = 4096;
  private static final int MAX_BATCH = 4096;
  private static final int MAX_HIDDEN = 1 << 16;
  private static final int MAX_ROUNDS = 1000;
  private static final double MAX_SECONDS = 3600;

  /** What a step does. */
  enum Work {
    LEARN,
    READ
  }

  /** Programs to compare with. */
  enum Rival {
    PYTORCH,
    DL4J;

    Yardstick yardstick() {
      return this == PYTORCH
          ? new PyTorchYardstick()
          : new Dl4jYardstick(Path.of(System.getProperty(HOME, ".")));
    }
  }

  /** Kinds of networks that {@code --hidden} gives the size of. */
  enum Kind {
    HYPERLSTM,
    LSTM
  }

  @Option(
      names = "--hidden",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Hidden units of networks of one layer (default: 128,256,512,1000, if no preset is"
              + " named).")
  private List<Integer> hidden = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "KIND,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "hyperlstm",
      description = "What these are: hyperlstm, lstm or both (default: ${DEFAULT-VALUE}).")
  private List<Kind> kinds;

  @Option(
      names = "--preset",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      description = "Presets to measure, such as small,ptb.")
  private List<String> presets = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "1,4,16,64",
      description = "Streams in a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Symbols of each stream in a step (default: 32, and a preset's own).")
  private Integer window;

  @Option(
      names = "--lanes",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description = "Threads that compute (default: 1,2, if there are two cores).")
  private List<Integer> lanes = new ArrayList<>();

  @Option(
      names = "--work",
      paramLabel = "WORK,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "learn,read",
      description =
          "What a step does: learn, or read, which only predicts and scores (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Work> work;

  @Option(
      names = "--backend",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "vector",
      description = "What computes (default: ${DEFAULT-VALUE}).")
  private List<Backend> backends;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "0.5",
      description = "Time of one measurement; at least one step (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each row is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--against",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      description = "Programs to compare with, in turn: pytorch, dl4j. Each runs on one core.")
  private List<Rival> rivals = new ArrayList<>();

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    requireVectors();
    SpeedSettings settings = settings();
    PrintWriter err = spec.commandLine().getErr();
    SpeedReport report = measure(settings, err);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.toJson());
    } else {
      SpeedTable.lines(report).forEach(out::println);
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static void requireVectors() throws IOException {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      throw new IOException(
          "The Vector API is off; start Java with --add-modules " + VECTOR_MODULE);
    }
  }

  private SpeedSettings settings() {
    hidden.forEach(value -> requireBetween("--hidden", value, 1, MAX_HIDDEN));
    batches.forEach(value -> requireBetween("--batch", value, 1, MAX_BATCH));
    int cores = Runtime.getRuntime().availableProcessors();
    if (lanes.isEmpty()) {
      lanes = LANES.stream().filter(value -> value <= cores).toList();
    }
    lanes.forEach(value -> requireBetween("--lanes", value, 1, cores));
    if (window != null) {
      requireBetween("--window", window, 1, MAX_WINDOW);
    }
    requireBetween("--rounds", rounds, 1, MAX_ROUNDS);
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw wrong("--seconds is %s; more than 0, up to %s".formatted(seconds, MAX_SECONDS));
    }
    return new SpeedSettings(
        backends,
        shapes(),
        batches,
        lanes,
        work.stream().map(Work.LEARN::equals).toList(),
        Duration.ofNanos((long) (seconds * 1e9)),
        rounds,
        rivals.stream().map(Rival::yardstick).toList(),
        SampleText.symbols());
  }

  private List<Shape> shapes() {
    List<Shape> shapes = new ArrayList<>();
    for (int units : hidden.isEmpty() && presets.isEmpty() ? HIDDEN : hidden) {
      for (Kind kind : kinds) {
        int steps = window == null ? Shape.WINDOW : window;
        shapes.add(
            kind == Kind.LSTM ? Shape.plainLstm(units, steps) : Shape.hyperLstm(units, steps));
      }
    }
    for (String name : presets) {
      try {
        Shape shape = Shape.preset(Preset.of(name));
        shapes.add(window == null ? shape : shape.withWindow(window));
      } catch (IllegalArgumentException e) {
        throw wrong("--preset: " + e.getMessage());
      }
    }
    return shapes;
  }

  private void requireBetween(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong("%s is %d; from %d to %d".formatted(option, value, least, most));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private SpeedReport measure(SpeedSettings settings, PrintWriter err) throws IOException {
    boolean seen = Terminal.isErrorTerminal();
    SpeedReport report =
        new SpeedBench(
                settings,
                message -> {
                  if (seen) {
                    err.print("\r\033[K" + message);
                    err.flush();
                  }
                })
            .run();
    if (seen) {
      err.print("\r\033[K");
      err.flush();
    }
    return report;
  }
}
