package io.hyperstream.tools.cli;

import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.KafkaOptions;
import io.hyperstream.job.options.OptionException;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.tools.cli.Converters.ToBytes;
import io.hyperstream.tools.cli.Converters.ToDuration;
import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.soak.Disturbance;
import io.hyperstream.tools.soak.Soak;
import io.hyperstream.tools.soak.SoakPlan;
import io.hyperstream.tools.soak.SoakResult;
import io.hyperstream.tools.soak.SoakTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Kills a job's processes for a while, and checks the scores. */
@Command(
    name = "soak",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Kills processes of a job, and checks its scores.",
    description = {
      "The job learns four live feeds with 50 keys on a real cluster while its processes are killed:"
          + " task managers, the broker and the job manager. Once it is stopped with a savepoint and"
          + " restarted with another parallelism. Once the same job is started a second time, and must be"
          + " refused. At the end, each record must have been scored once, in the"
          + " order of its key, with all its symbols. The weights must be finite, and the bits per symbol at"
          + " most 2 percent above those of an undisturbed run.",
      ""
    },
    footer = {
      "",
      "It takes twice the duration. Job options are allowed, too.",
      "",
      "Example:",
      "  hyperstream soak --duration 10min --disturbances 13"
    })
final class SoakCommand implements Callable<Integer> {

  private static final double MAX_EXCESS = 0.02;
  private static final Duration MIN_DURATION = Duration.ofMinutes(1);
  private static final int MIN_DISTURBANCES = 7;
  private static final int MAX_DISTURBANCES = 1000;
  private static final int MAX_LEARNERS = 64;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = ToDuration.class,
      defaultValue = "10min",
      description = "How long the feeds send (default: ${DEFAULT-VALUE}).")
  private Duration duration;

  @Option(
      names = "--disturbances",
      paramLabel = "N",
      defaultValue = "13",
      description = "Number of times something is killed or stopped (default: ${DEFAULT-VALUE}).")
  private int disturbances;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      converter = ToBytes.class,
      defaultValue = "8kb",
      description = "Total bytes per second of all feeds (default: ${DEFAULT-VALUE}).")
  private long rate;

  @Option(
      names = "--learners",
      paramLabel = "N",
      defaultValue = "2",
      description = "Learners at the start (default: ${DEFAULT-VALUE}).")
  private int learners;

  @Option(
      names = "--rescaled-learners",
      paramLabel = "N",
      defaultValue = "3",
      description = "Learners after the savepoint (default: ${DEFAULT-VALUE}).")
  private int rescaledLearners;

  @Mixin private JobOptionsMixin jobOptions;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (duration.compareTo(MIN_DURATION) < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--duration must be at least %s, but is %s"
              .formatted(
                  TimeUtils.formatWithHighestUnit(MIN_DURATION),
                  TimeUtils.formatWithHighestUnit(duration)));
    }
    requireJobOptions();
    Ranges.require(spec, "--disturbances", disturbances, MIN_DISTURBANCES, MAX_DISTURBANCES);
    Ranges.require(spec, "--learners", learners, 1, MAX_LEARNERS);
    Ranges.require(spec, "--rescaled-learners", rescaledLearners, 1, MAX_LEARNERS);
    SoakPlan plan =
        new SoakPlan(
            duration,
            SoakPlan.ANY,
            rate,
            learners,
            rescaledLearners,
            Disturbance.plan(disturbances),
            jobOptions.arguments());
    Installation installation = Installation.ofLauncher();
    SoakResult disturbed;
    SoakResult undisturbed;
    try (Unfinished unfinished = new Unfinished(spec.commandLine().getErr())) {
      disturbed = new Soak(installation, plan, this::say).run();
      say(SoakTable.summary(disturbed));
      say("Repeating the run without disturbances");
      undisturbed = new Soak(installation, plan.undisturbed(disturbed), this::say).run();
    }
    PrintWriter out = spec.commandLine().getOut();
    SoakTable.lines(disturbed, undisturbed).forEach(out::println);
    out.flush();
    return SoakTable.excess(disturbed, undisturbed) > MAX_EXCESS
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  /** Checks the options now: the job itself would check them only once the cluster is up. */
  private void requireJobOptions() {
    List<String> options = new ArrayList<>(jobOptions.arguments());
    options.add("--" + KafkaOptions.BOOTSTRAP_SERVERS.key() + "=of the cluster to come:9092");
    try {
      JobSettings.from(OptionsLoader.load(options.toArray(String[]::new)));
    } catch (OptionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void say(String message) {
    Messages.say(spec, message);
  }
}
