package io.hyperstream.tools.cli;

import io.hyperstream.model.Preset;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.Precision;
import io.hyperstream.tools.bench.speed.Dl4jYardstick;
import io.hyperstream.tools.bench.speed.PyTorchYardstick;
import io.hyperstream.tools.bench.speed.SampleText;
import io.hyperstream.tools.bench.speed.Shape;
import io.hyperstream.tools.bench.speed.SpeedSettings;
import io.hyperstream.tools.bench.speed.Yardstick;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options of the speed measurement. */
final class SpeedOptions {

  /** System property of the project's folder, set by the launcher. */
  private static final String HOME = "hyperstream.home";

  private static final List<Integer> LANES = List.of(1, 2);
  private static final List<Integer> HIDDEN = List.of(128, 256, 512, 1000);
  private static final int MAX_WINDOW = 4096;
  private static final int MAX_BATCH = 4096;
  private static final int MAX_HIDDEN = 1 << 16;
  static final int MAX_DEVICE = 1023;
  private static final int MAX_ROUNDS = 1000;
  private static final double MAX_SECONDS = 3600;

  /** What a step does. */
  enum Work {
    LEARN,
    READ
  }

  /** Kinds of networks whose size {@code --hidden} gives. */
  enum Kind {
    HYPERLSTM,
    LSTM
  }

  /** Programs to compare with. */
  enum Rival {
    PYTORCH,
    DL4J;

    Stream<Yardstick> yardsticks() {
      return this == PYTORCH
          ? PyTorchYardstick.all()
          : Stream.of(new Dl4jYardstick(Path.of(System.getProperty(HOME, "."))));
    }
  }

  @Option(
      names = "--hidden",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Hidden units of networks with one layer (default: 128,256,512,1000 without --preset).")
  private List<Integer> hidden = new ArrayList<>();

  @Option(
      names = "--network",
      paramLabel = "KIND,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "hyperlstm",
      description = "Kinds of these networks: hyperlstm, lstm (default: ${DEFAULT-VALUE}).")
  private List<Kind> kinds;

  @Option(
      names = "--preset",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      description = "Presets to measure, such as small,ptb; without rehearsal.")
  private List<String> presets = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "1,4,16,64",
      description = "Streams per step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Symbols of each stream per step (default: 32, or the preset's own).")
  private Integer window;

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
      names = "--lanes",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description = "Compute threads (default: 1,2 on two or more cores).")
  private List<Integer> lanes = new ArrayList<>();

  @Option(
      names = "--backend",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "vector",
      description = "Back ends: vector, nd4j, cuda (default: ${DEFAULT-VALUE}).")
  private List<Backend> backends;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "Number of the GPU, for cuda (default: ${DEFAULT-VALUE}).")
  private int device;

  @Option(
      names = "--precision",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "tf32",
      description = "Precisions of GPU products: tf32, fp32, bf16 (default: ${DEFAULT-VALUE}).")
  private List<Precision> precisions;

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
      description = "Measurements of each row (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--stages",
      description = "Also measure the stages of learning steps: forward, loss, backward, ...")
  private boolean stages;

  @Option(
      names = "--against",
      paramLabel = "NAME,...",
      hideParamSyntax = true,
      split = ",",
      description =
          "Programs to compare with: pytorch, dl4j. Each runs on one core, or on the GPU of the rows.")
  private List<Rival> rivals = new ArrayList<>();

  /**
   * The checked options.
   *
   * @throws IllegalArgumentException naming the invalid option
   */
  SpeedSettings settings() {
    List<Integer> lanes = lanes();
    hidden.forEach(value -> Ranges.require("--hidden", value, 1, MAX_HIDDEN));
    batches.forEach(value -> Ranges.require("--batch", value, 1, MAX_BATCH));
    if (window != null) {
      Ranges.require("--window", window, 1, MAX_WINDOW);
    }
    Ranges.require("--device", device, 0, MAX_DEVICE);
    Ranges.require("--rounds", rounds, 1, MAX_ROUNDS);
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          "--seconds must be more than 0 and at most %s, but is %s"
              .formatted(MAX_SECONDS, seconds));
    }
    if (!rivals.isEmpty() && !(lanes.contains(1) && work.contains(Work.LEARN))) {
      throw new IllegalArgumentException(
          "--against compares learning on one thread: --lanes must include 1, and --work must"
              + " include learn");
    }
    return new SpeedSettings(
        backends.stream().flatMap(backend -> targets(backend, lanes)).toList(),
        shapes(),
        batches,
        work.stream().map(Work.LEARN::equals).toList(),
        Duration.ofNanos((long) (seconds * 1e9)),
        rounds,
        stages,
        rivals.stream().flatMap(Rival::yardsticks).toList(),
        SampleText.symbols());
  }

  private List<Integer> lanes() {
    lanes.forEach(Ranges::requireLanes);
    int cores = Runtime.getRuntime().availableProcessors();
    return lanes.isEmpty() ? LANES.stream().filter(value -> value <= cores).toList() : lanes;
  }

  private Stream<ComputeTarget> targets(Backend backend, List<Integer> lanes) {
    ComputeTarget target = ComputeTarget.AUTO.with(backend).withLanes(1).withDevice(device);
    return switch (backend) {
      case AUTO ->
          throw new IllegalArgumentException(
              "--backend must name what to measure: vector, nd4j or cuda, but is auto");
      case VECTOR -> lanes.stream().map(target::withLanes);
      case ND4J -> Stream.of(target);
      case CUDA -> precisions.stream().map(target::with);
    };
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
      Shape shape = Shape.preset(Preset.of(name));
      shapes.add(window == null ? shape : shape.withWindow(window));
    }
    return shapes;
  }
}
