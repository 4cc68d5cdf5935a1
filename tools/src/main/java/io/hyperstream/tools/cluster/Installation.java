package io.hyperstream.tools.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a build from which processes run.
 *
 * @param jobJar the jar that is submitted to a cluster
 * @param libraries folder with the jars of Flink and of the Kafka broker
 */
public record Installation(Path jobJar, Path libraries) {

  /** System properties that the launcher sets: it alone knows where its jars are. */
  private static final String JOB_JAR = "hyperstream.job.jar";

  private static final String LIBRARIES = "hyperstream.lib";

  /** The installation that this program runs from. */
  public static Installation ofLauncher() throws IOException {
    String jobJar = System.getProperty(JOB_JAR);
    return jobJar == null
        ? in(Path.of("."))
        : new Installation(Path.of(jobJar), Path.of(System.getProperty(LIBRARIES)));
  }

  /**
   * A checkout that has been built.
   *
   * @param home the project's folder
   * @throws IOException if it has not been built
   */
  public static Installation in(Path home) throws IOException {
    Path jobTarget = home.resolve("flink-job/target");
    Path libraries = home.resolve("tools/target/lib").toAbsolutePath();
    if (!Files.isDirectory(jobTarget) || !Files.isDirectory(libraries)) {
      throw notBuilt(home);
    }
    try (Stream<Path> files = Files.list(jobTarget)) {
      List<Path> jars =
          files
              .filter(file -> file.getFileName().toString().matches("hyperstream-job-.*\\.jar"))
              .toList();
      if (jars.size() != 1) {
        throw notBuilt(home);
      }
      return new Installation(jars.get(0).toAbsolutePath(), libraries);
    }
  }

  private static IOException notBuilt(Path home) {
    return new IOException(
        "Expected one job jar in %s/flink-job/target and its libraries in %s/tools/target/lib; build them with 'mvn -DskipTests clean package'"
            .formatted(home, home));
  }

  /** Class path of Flink's processes, which get the job jar when the job is submitted. */
  String flinkClassPath() {
    return libraries + "/*";
  }

  /** Class path of the Kafka broker, whose client library is in the job jar. */
  String brokerClassPath() {
    return jobJar + File.pathSeparator + libraries + "/*";
  }
}
