package io.hyperstream.tools.cli;

import io.hyperstream.tools.cli.Converters.ToPort;
import io.hyperstream.tools.cluster.ClusterSettings;
import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.cluster.LocalCluster;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.Teardown;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A real cluster on this machine, of processes that may be killed. */
@Command(
    name = "cluster",
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Runs a Flink cluster and Kafka on this machine.",
    description = {
      "Each part is a process of its own, and all run until Ctrl-C. Needs no Docker and no distribution"
          + " of Flink or Kafka. A process that ends is started again, so kill what you like. The topic"
          + " 'text' is there, with four partitions.",
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

  /** More than a cluster may take to start and to stop: nothing must be left behind. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int MAX_PROCESSES = 64;
  private static final String TOPIC = "text";
  private static final int PARTITIONS = 4;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description =
          "Where all its files go and stay; one that was there before goes on (default: a"
              + " temporary folder).")
  private Path folder;

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Processes that work (default: ${DEFAULT-VALUE}).")
  private int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "Slots of each (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = ToPort.class,
      defaultValue = "8081",
      description = "Port of the Flink dashboard, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int webPort;

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      converter = ToPort.class,
      defaultValue = "9092",
      description = "Port of Kafka, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int brokerPort;

  @Option(
      names = "--ha",
      description = "High availability: with a ZooKeeper, jobs outlive the job manager.")
  private boolean highlyAvailable;

  @Option(names = "-D", paramLabel = "KEY=VALUE", description = "An option of Flink; repeatable.")
  private Map<String, String> flinkOptions = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Ranges.require(spec, "--task-managers", taskManagers, 1, MAX_PROCESSES);
    Ranges.require(spec, "--slots", slots, 1, MAX_PROCESSES);
    PrintWriter err = spec.commandLine().getErr();
    try (Teardown teardown = new Teardown(PATIENCE)) {
      Path place = folder == null ? teardown.add(TemporaryFolder.create()).path() : folder;
      say(err, "Starting; the files are in " + place);
      LocalCluster cluster =
          teardown.add(
              LocalCluster.start(
                  Installation.ofLauncher(),
                  new ClusterSettings(
                      place,
                      taskManagers,
                      slots,
                      webPort,
                      brokerPort,
                      highlyAvailable,
                      flinkOptions),
                  message -> {
                    if (!teardown.isStopRequested()) {
                      say(err, message);
                    }
                  }));
      cluster.createTopic(TOPIC, PARTITIONS);
      say(err, "Dashboard: " + cluster.webUrl());
      say(err, "Kafka:     " + cluster.bootstrapServers());
      while (!teardown.awaitStop(POLL)) {
        // The cluster needs no help.
      }
      say(err, "Stopping ...");
    }
    return 0;
  }

  private static void say(PrintWriter err, String message) {
    err.println(message);
    err.flush();
  }
}
