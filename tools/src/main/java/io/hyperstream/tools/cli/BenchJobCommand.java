package io.hyperstream.tools.cli;

import io.hyperstream.tools.bench.job.JobBench;
import io.hyperstream.tools.bench.job.JobPlan;
import io.hyperstream.tools.bench.job.RecordLoop;
import io.hyperstream.tools.cli.Converters.ToDuration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the whole job. */
@Command(
    name = "job",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Measures the whole job: records per second, latency, processor time.",
    description = {
      "Runs the learner alone, then the whole job, with Kafka and Flink in this process: at full"
          + " speed, then at fractions of it. Reports records and symbols per second, the processor"
          + " time of each part, and the time from the sending of a record until a consumer sees its"
          + " score. The streams take turns, a record each.",
      ""
    },
    footer = {
      "",
      "Job options are allowed, too, such as --learn.max-delay 50ms.",
      "",
      "Examples:",
      "  hyperstream bench job --keys 1000",
      "  hyperstream bench job --records numbers --keys 10000 --input.format vector"
          + " --vector.dimension 3",
      "  hyperstream bench job --records app.log --keys 1,64 --load 0.5 --learn.max-delay 50ms"
    })
final class BenchJobCommand implements Callable<Integer> {

  private static final int MAX_KEYS = 10_000_000;

  @Option(
      names = "--interval",
      paramLabel = "TIME,...",
      hideParamSyntax = true,
      split = ",",
      converter = ToDuration.class,
      defaultValue = "1s",
      description = "Intervals of checkpoints (default: ${DEFAULT-VALUE}).")
  private List<Duration> intervals;

  @Option(
      names = "--load",
      paramLabel = "F,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "0.5,1",
      description = "Fractions of the full speed (default: ${DEFAULT-VALUE}).")
  private List<Double> loads;

  @Option(
      names = "--keys",
      paramLabel = "N,...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "1,64,1000",
      description = "Numbers of streams (default: ${DEFAULT-VALUE}).")
  private List<Integer> keys;

  @Option(
      names = "--records",
      paramLabel = "RECORDS",
      defaultValue = RecordLoop.LINES,
      description =
          "lines: lines of logs that are made up; text: text that is made up; numbers: vectors of"
              + " three numbers that are made up; or a file, each line of which is a record"
              + " (default: ${DEFAULT-VALUE}).")
  private String records;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = ToDuration.class,
      defaultValue = "20s",
      description = "Time for each measurement (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Mixin private JobOptionsMixin jobOptions;

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    bench.report(spec, progress -> new JobBench(plan(), progress).run());
    return CommandLine.ExitCode.OK;
  }

  /**
   * @throws IllegalArgumentException naming the invalid option
   */
  private JobPlan plan() throws IOException {
    keys.forEach(value -> Ranges.require("--keys", value, 1, MAX_KEYS));
    for (double load : loads) {
      if (!(load > 0 && load <= 1)) {
        throw new IllegalArgumentException("--load must be above 0 and at most 1, but is " + load);
      }
    }
    return new JobPlan(keys, RecordLoop.of(records), intervals, loads, duration, jobOptions.load());
  }
}
