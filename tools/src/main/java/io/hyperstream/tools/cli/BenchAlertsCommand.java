package io.hyperstream.tools.cli;

import io.hyperstream.tools.bench.alerts.AlertsBench;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges surprise and alerts on labelled logs. */
@Command(
    name = "alerts",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Judges surprise and alerts on labelled logs.",
    description = {
      "Learns each log from a cold start, and reports how well its anomalous lines are found. The first"
          + " word of a line is its label, as in 'replay --labels'. Exits with 1 if a file cannot be judged.",
      ""
    },
    footer = {
      "",
      "Columns: AUROC of surprise and of BITS per symbol; PREC.: average precision of surprise. With"
          + " alerts.budget as a threshold on surprise: RECALL, and FALSE alarms per 1,000 normal lines."
          + " CAUGHT: runs of anomalous lines with an alert, of all runs; WRONG: normal lines with an alert,"
          + " per 1,000. Lines of the warm-up are not judged.",
      "",
      "Job options are allowed, too, such as --alerts.drift 20.",
      "",
      "Examples:",
      "  hyperstream bench alerts labelled-logs",
      "  hyperstream bench alerts labelled-logs/app*.log --jobs 1 --json"
    })
final class BenchAlertsCommand implements Callable<Integer> {

  private static final int MAX_JOBS = 1_000;

  @Parameters(
      paramLabel = "FOLDER",
      arity = "1..*",
      description = "Folders of labelled logs, or such logs.")
  private List<Path> paths;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "Logs that are learned at a time, each by one thread (default: as many as processors).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Mixin private JobOptionsMixin jobOptions;

  @Mixin private BenchMixin bench;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Ranges.require(spec, "--jobs", jobs, 1, MAX_JOBS);
    boolean complete =
        bench
            .report(
                spec, progress -> new AlertsBench(paths, jobs, jobOptions.load(), progress).run())
            .failures()
            .isEmpty();
    return complete ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
