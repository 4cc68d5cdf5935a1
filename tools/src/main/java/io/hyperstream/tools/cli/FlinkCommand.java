package io.hyperstream.tools.cli;

import io.hyperstream.tools.cluster.FlinkClient;
import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.embedded.TemporaryFolder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Flink's own command line, for those without a distribution of Flink. */
@Command(
    name = "flink",
    abbreviateSynopsis = true,
    header = "Runs Flink's own command line.",
    description = {
      "Connects to the cluster with its dashboard at 127.0.0.1:8081, or to the one that the Flink"
          + " configuration in the folder FLINK_CONF_DIR names.",
      ""
    },
    footer = {
      "",
      "Examples, for a cluster that 'hyperstream cluster' runs:",
      "  hyperstream flink run -d -c io.hyperstream.job.HyperstreamJob \\",
      "      flink-job/target/hyperstream-job-*.jar --input.topic text \\",
      "      --kafka.bootstrap.servers 127.0.0.1:9092",
      "  hyperstream flink list",
      "  hyperstream flink stop JOB"
    })
final class FlinkCommand implements Callable<Integer> {

  private static final String CONF = "FLINK_CONF_DIR";
  private static final String LOCAL_HOST = "127.0.0.1";
  private static final int LOCAL_PORT = 8081;
  private static final int CONNECT_MILLIS = 2_000;
  private static final List<String> LOCAL =
      List.of("rest.address: " + LOCAL_HOST, "rest.port: " + LOCAL_PORT);

  private static final Set<String> NEED_A_CLUSTER =
      Set.of("run", "list", "stop", "cancel", "savepoint", "checkpoint");

  private static final Set<String> NAME_A_CLUSTER_OR_ASK =
      Set.of("-m", "--jobmanager", "-t", "--target", "-h", "--help");

  @Parameters(
      paramLabel = "ARGUMENT",
      arity = "1..*",
      description = "Same as for Flink's script 'flink'.")
  private List<String> arguments;

  private boolean namesOrAsks() {
    return arguments.stream().anyMatch(NAME_A_CLUSTER_OR_ASK::contains);
  }

  /** Without this check Flink retries for minutes, and then prints a stack trace. */
  private static void requireCluster() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOCAL_HOST, LOCAL_PORT), CONNECT_MILLIS);
    } catch (IOException e) {
      throw new IOException(
          "There is no Flink cluster at %s:%d; start one with 'hyperstream cluster', or name the folder of its configuration in %s"
              .formatted(LOCAL_HOST, LOCAL_PORT, CONF));
    }
  }

  @Override
  public Integer call() throws Exception {
    String given = System.getenv(CONF);
    if (given == null && NEED_A_CLUSTER.contains(arguments.get(0)) && !namesOrAsks()) {
      requireCluster();
    }
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      Path conf = folder.path();
      if (given == null) {
        Files.write(conf.resolve("config.yaml"), LOCAL);
      } else {
        conf = Path.of(given);
      }
      return new FlinkClient(Installation.ofLauncher(), conf)
          .process(arguments)
          .inheritIO()
          .start()
          .waitFor();
    }
  }
}
