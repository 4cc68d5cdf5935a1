package io.hyperstream.tools.structure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.docs.Pages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobJarIT {

  private static final List<String> ONLY_FOR_TOOLS =
      List.of(
          "io/hyperstream/tools/",
          "picocli/",
          "kafka/server/",
          "META-INF/resources/webjars/",
          "org/apache/flink/runtime/",
          "org/nd4j/");

  /** Names of what the job's jar is made of. */
  private static final String OURS =
      "(thin-)?hyperstream.*|(flink-connector-)?kafka.*|avro.*|jackson.*";

  @Test
  void theJobJarHasTheJobAndNothingOfTheTools() throws IOException {
    List<String> names;
    try (JarFile jar = new JarFile(Installation.in(Path.of("..")).jobJar().toFile())) {
      names = jar.stream().map(ZipEntry::getName).toList();
    }

    assertThat(names)
        .contains("io/hyperstream/job/HyperstreamJob.class", "io/hyperstream/model/Learner.class");
    assertThat(names.stream().filter(JobJarIT::isOnlyForTools)).isEmpty();
  }

  /** In a JVM of its own, which has the jars of Flink and none of ours. */
  @Test
  void theJarIsAllThatTheStatementsOfThePageNeed(@TempDir Path folder) throws Exception {
    String jar = Installation.in(Path.of("..")).jobJar().toString();
    String script =
        String.join("\n", Pages.examples("sql.md", "sql"))
            .replace("/opt/hyperstream/hyperstream-job.jar", jar)
            .replace("/models/logs.safetensors", "bundled:fast");
    String flink =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(JobJarIT::isOfFlink)
            .collect(Collectors.joining(File.pathSeparator));
    Process planner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                "target/test-classes" + File.pathSeparator + flink,
                SqlPlanner.class.getName(),
                Files.writeString(folder.resolve("page.sql"), script).toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(planner.getInputStream().readAllBytes(), UTF_8);
    assertThat(planner.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.startsWith("planned "))).hasSizeGreaterThan(5);
  }

  private static boolean isOfFlink(String entry) {
    return entry.endsWith(".jar") && !Path.of(entry).getFileName().toString().matches(OURS);
  }

  private static boolean isOnlyForTools(String name) {
    return ONLY_FOR_TOOLS.stream().anyMatch(name::startsWith);
  }
}
