package io.hyperstream.tools.cli;

import io.hyperstream.tools.cli.Converters.ToPort;
import io.hyperstream.tools.cluster.ClusterSettings;
import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.cluster.LocalCluster;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.Teardown;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a real cluster on this machine, whose processes may be killed. */
@Command(
    name = "cluster",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Runs a Flink cluster and Kafka on this machine.",
    description = {
      "Each part runs in its own process until Ctrl-C. Needs no Docker and no distribution of Flink"
          + " or Kafka. A process that ends is restarted, so you can kill any of them. The topic 'text'"
          + " exists, with four partitions.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hyperstream cluster",
      "  hyperstream cluster --folder state --task-managers 3 --ha",
      "  hyperstream cluster -D state.backend.type=rocksdb",
      "",
      "Then, in another terminal, 'hyperstream flink --help'."
    })
final class ClusterCommand implements Callable<Integer> {

  /** Longer than a cluster takes to start and stop, so that nothing is left behind. */
  private static final Duration TEARDOWN_LIMIT = Duration.ofMinutes(3);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int MAX_PROCESSES = 64;
  private static final String TOPIC = "text";
  private static final int PARTITIONS = 4;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "Folder of all files, which are kept. A cluster that is there already continues"
              + " (default: a temporary folder).")
  private Path folder;

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Number of task managers (default: ${DEFAULT-VALUE}).")
  private int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "Slots per task manager (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = ToPort.class,
      defaultValue = "8081",
      description = "Port of the Flink dashboard, 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int webPort;

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      converter = ToPort.class,
      defaultValue = "9092",
      description = "Port of Kafka, 0 for any free port (default: ${DEFAULT-VALUE}).")
  private int brokerPort;

  @Option(
      names = "--ha",
      description =
          "High availability with a ZooKeeper: jobs survive a failure of the job manager.")
  private boolean highlyAvailable;

  @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A Flink option; repeatable.")
  private Map<String, String> flinkOptions = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Ranges.require(spec, "--task-managers", taskManagers, 1, MAX_PROCESSES);
    Ranges.require(spec, "--slots", slots, 1, MAX_PROCESSES);
    try (Teardown teardown = new Teardown(TEARDOWN_LIMIT)) {
      LocalCluster cluster = start(teardown);
      cluster.createTopic(TOPIC, PARTITIONS);
      Messages.say(spec, "Dashboard: " + cluster.webUrl());
      Messages.say(spec, "Kafka:     " + cluster.bootstrapServers());
      while (!teardown.awaitStop(POLL)) {
        // The cluster runs by itself.
      }
      Messages.say(spec, "Stopping ...");
    }
    return 0;
  }

  private LocalCluster start(Teardown teardown) throws IOException, InterruptedException {
    if (folder != null) {
      return start(folder, teardown);
    }
    TemporaryFolder temporary = teardown.add(TemporaryFolder.createForCluster());
    try {
      return start(temporary.path(), teardown);
    } catch (IOException e) {
      boolean logged = !(e instanceof BindException);
      if (logged && !teardown.isStopRequested()) {
        // The message names a log in it.
        temporary.keep();
      }
      throw e;
    }
  }

  private LocalCluster start(Path place, Teardown teardown)
      throws IOException, InterruptedException {
    Messages.say(spec, "Starting; the files are in " + place);
    ClusterSettings settings =
        new ClusterSettings(
            place, taskManagers, slots, webPort, brokerPort, highlyAvailable, flinkOptions);
    return teardown.add(
        LocalCluster.start(
            Installation.ofLauncher(),
            settings,
            message -> {
              if (!teardown.isStopRequested()) {
                Messages.say(spec, message);
              }
            }));
  }
}
