package io.hyperstream.tools.cli;

import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.tools.bench.latency.LatencyBench;
import io.hyperstream.tools.bench.latency.LatencyPlan;
import io.hyperstream.tools.cli.Converters.ToDuration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how long a record waits for its score. */
@Command(
    name = "latency",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measures how long a record waits for its score.",
    description = {
      "Runs the whole job, with Kafka and Flink in this process, on text that is made up: at full"
          + " speed, then at fractions of it. Reports the time from the sending of a record until a"
          + " consumer sees its score.",
      ""
    },
    footer = {
      "",
      "Job options are allowed, too, such as --learn.max-delay 50ms.",
      "",
      "Examples:",
      "  hyperstream bench latency",
      "  hyperstream bench latency --interval 1s --load 0.5 --learn.max-delay 50ms"
    })
final class BenchLatencyCommand implements Callable<Integer> {

  private static final int MAX_KEYS = 10_000;

  @Option(
      names = "--interval",
      paramLabel = "TIME,...",
      hideParamSyntax = true,
      split = ",",
      converter = ToDuration.class,
      defaultValue = "10s,1s",
      description = "Intervals of checkpoints (default: ${DEFAULT-VALUE}).")
  private List<Duration> intervals;

  @Option(
      names = "--load",
      paramLabel = "F,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "0.25,0.75",
      description = "Fractions of the full speed (default: ${DEFAULT-VALUE}).")
  private List<Double> loads;

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "16",
      description = "Number of streams (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = ToDuration.class,
      defaultValue = "60s",
      description = "Time for each measurement (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Mixin private JobOptionsMixin jobOptions;

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    bench.report(spec, progress -> new LatencyBench(plan(), progress).run());
    return CommandLine.ExitCode.OK;
  }

  /**
   * @throws IllegalArgumentException naming the invalid option
   */
  private LatencyPlan plan() {
    Ranges.require("--keys", keys, 1, MAX_KEYS);
    for (double load : loads) {
      if (!(load > 0 && load < 1)) {
        throw new IllegalArgumentException("--load must be above 0 and below 1, but is " + load);
      }
    }
    return new LatencyPlan(
        intervals,
        loads,
        keys,
        duration,
        OptionsLoader.load(jobOptions.arguments().toArray(String[]::new)));
  }
}
