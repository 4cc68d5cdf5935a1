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

/** Kills a job's processes for a while, and counts. */
@Command(
    name = "soak",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Kills processes of a job for a while, and counts.",
    description = {
      "Lets the job learn four live feeds with 50 keys on a real cluster while its processes are"
          + " killed: task managers, the broker, the job manager; and once stops it with a savepoint and goes"
          + " on with another parallelism. Then it counts: each record must be scored once, in the order of"
          + " its key, with all its symbols; weights must be finite; and a symbol must cost at most 2 percent"
          + " more than in a run that nothing is done to.",
      ""
    },
    footer = {
      "",
      "It takes twice the duration. Options of the job can be given, too.",
      "",
      "Example:",
      "  hyperstream soak --duration 10min --disturbances 13"
    })
final class SoakCommand implements Callable<Integer> {

  private static final double MAX_EXCESS = 0.02;
  private static final Duration MIN_DURATION = Duration.ofMinutes(1);
  private static final int MIN_DISTURBANCES = 6;
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
      description = "How often something is killed or stopped (default: ${DEFAULT-VALUE}).")
  private int disturbances;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      converter = ToBytes.class,
      defaultValue = "8kb",
      description = "What all feeds send per second (default: ${DEFAULT-VALUE}).")
  private long rate;

  @Option(
      names = "--learners",
      paramLabel = "N",
      defaultValue = "2",
      description = "Learners at first (default: ${DEFAULT-VALUE}).")
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
          "--duration is %s; at least %s"
              .formatted(
                  TimeUtils.formatWithHighestUnit(duration),
                  TimeUtils.formatWithHighestUnit(MIN_DURATION)));
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
      say("Now the same with nothing done to it");
      undisturbed = new Soak(installation, plan.undisturbed(disturbed), this::say).run();
    }
    PrintWriter out = spec.commandLine().getOut();
    SoakTable.lines(disturbed, undisturbed).forEach(out::println);
    out.flush();
    return SoakTable.excess(disturbed, undisturbed) > MAX_EXCESS
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  /** Here already: the job itself would say so when the cluster is up. */
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
    PrintWriter err = spec.commandLine().getErr();
    err.println(message);
    err.flush();
  }
}
