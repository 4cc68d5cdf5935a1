package io.hyperstream.tools.cli;

import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.tools.bench.sync.SyncPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What the bench command measures of learners that share what they learn. */
final class SyncOptions {

  private static final int MAX_LEARNERS = 1000;

  @Option(
      names = "--sync",
      paramLabel = "FILE",
      hideParamSyntax = true,
      arity = "1..*",
      description =
          "Instead of speed alone, measure how well several learners predict files together, each"
              + " with keys of its own, beside a single learner and beside as many that never share."
              + " By the network alone: context models do not share. Options of the job can be"
              + " given, too.")
  List<Path> files;

  @Option(
      names = "--learners",
      paramLabel = "P,...",
      hideParamSyntax = true,
      split = ",",
      description = "Numbers of learners (default: 1,2,4,8).")
  private List<Integer> learners = new ArrayList<>();

  @Option(
      names = "--period",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      description = "Symbols that each learner learns between two rounds (default: 4096,32768).")
  private List<Long> periods = new ArrayList<>();

  @Option(
      names = "--encoding",
      paramLabel = "E,...",
      hideParamSyntax = true,
      split = ",",
      description = "How changes are written: ${COMPLETION-CANDIDATES} (default: int8).")
  private List<Encoding> encodings = new ArrayList<>();

  @Option(
      names = "--outer-rate",
      paramLabel = "R",
      defaultValue = "1",
      description = "Rate of the outer step (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--outer-momentum",
      paramLabel = "M",
      defaultValue = "0.5",
      description = "Nesterov momentum of the outer step (default: ${DEFAULT-VALUE}).")
  private double momentum;

  @Option(
      names = "--delay",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Symbols that each learner learns while changes travel (default: ${DEFAULT-VALUE}).")
  private long delay;

  /** Whether sharing is asked for. */
  boolean isGiven() {
    return files != null;
  }

  /**
   * @throws IllegalArgumentException naming the option that is wrong
   */
  SyncPlan plan() {
    learners.forEach(value -> Ranges.require("--learners", value, 1, MAX_LEARNERS));
    periods.forEach(value -> Ranges.require("--period", value, 1, Integer.MAX_VALUE));
    Ranges.require("--delay", delay, 0, Integer.MAX_VALUE);
    return new SyncPlan(
        learners.isEmpty() ? List.of(1, 2, 4, 8) : learners,
        periods.isEmpty() ? List.of(4096L, 32_768L) : periods,
        outer(),
        encodings.isEmpty() ? List.of(Encoding.INT8) : encodings,
        delay);
  }

  /** Errors begin with the name of a component, and the options are named after them. */
  private SyncConfig outer() {
    try {
      return new SyncConfig(rate, momentum, Encoding.INT8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--outer-" + e.getMessage(), e);
    }
  }
}
