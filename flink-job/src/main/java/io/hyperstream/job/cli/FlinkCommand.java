package io.hyperstream.job.cli;

import io.hyperstream.job.cluster.FlinkClient;
import io.hyperstream.job.cluster.Installation;
import io.hyperstream.job.embedded.TemporaryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Flink's own command line, for those without a distribution of Flink. */
@Command(
    name = "flink",
    description = {
      "Flink's own command line, for a cluster with its dashboard at 127.0.0.1:8081, or",
      "where the Flink configuration in the folder FLINK_CONF_DIR says.",
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
  private static final List<String> LOCAL = List.of("rest.address: 127.0.0.1", "rest.port: 8081");

  @Parameters(
      paramLabel = "ARGUMENT",
      arity = "1..*",
      description = "As for Flink's script 'flink'.")
  private List<String> arguments;

  @Override
  public Integer call() throws Exception {
    String given = System.getenv(CONF);
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
