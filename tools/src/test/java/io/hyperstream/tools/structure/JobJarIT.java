package io.hyperstream.tools.structure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.docs.Pages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
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

  /** As examples/README.md says, but for the folder of the classes. */
  @Test
  void theExampleRunsWithTheJobJar(@TempDir Path folder) throws Exception {
    String commands =
        Pages.examples("../examples/README.md", "").get(0).replace("/tmp", folder.toString());
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-ec", commands)
            .directory(Path.of("../examples").toFile())
            .redirectErrorStream(true);
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", java, (path, own) -> own + File.pathSeparator + path);
    Process example = builder.start();
    String output = new String(example.getInputStream().readAllBytes(), UTF_8);
    assertThat(example.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.matches("(\\d+> )?web-1 \\d+\\.\\d+")))
        .hasSize(2);
  }

  private static boolean isOnlyForTools(String name) {
    return ONLY_FOR_TOOLS.stream().anyMatch(name::startsWith);
  }
}
