package io.hyperstream.tools.cli;

import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.tools.bench.sync.SyncPlan;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of learners that share what they learn. */
final class SyncOptions {

  private static final int MAX_LEARNERS = 1000;

  @Option(
      names = "--learners",
      paramLabel = "P,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "1,2,4,8",
      description = "Numbers of learners (default: ${DEFAULT-VALUE}).")
  private List<Integer> learners;

  @Option(
      names = "--period",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "4096,32768",
      description =
          "Symbols that each learner learns between two rounds (default: ${DEFAULT-VALUE}).")
  private List<Long> periods;

  @Option(
      names = "--encoding",
      paramLabel = "E,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "int8",
      description = "Encodings of changes: fp32, bf16, int8 (default: ${DEFAULT-VALUE}).")
  private List<Encoding> encodings;

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
          "Symbols that each learner learns before changes arrive (default: ${DEFAULT-VALUE}).")
  private long delay;

  /**
   * @throws IllegalArgumentException naming the invalid option
   */
  SyncPlan plan() {
    learners.forEach(value -> Ranges.require("--learners", value, 1, MAX_LEARNERS));
    periods.forEach(value -> Ranges.require("--period", value, 1, Integer.MAX_VALUE));
    Ranges.require("--delay", delay, 0, Integer.MAX_VALUE);
    return new SyncPlan(learners, periods, outer(), encodings, delay);
  }

  private SyncConfig outer() {
    try {
      return new SyncConfig(rate, momentum, Encoding.INT8);
    } catch (InvalidValueException e) {
      throw new IllegalArgumentException("--outer-%s %s".formatted(e.field(), e.problem()), e);
    }
  }
}
