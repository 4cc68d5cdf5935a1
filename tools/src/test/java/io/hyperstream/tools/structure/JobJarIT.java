package io.hyperstream.tools.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.cluster.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

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

  private static boolean isOnlyForTools(String name) {
    return ONLY_FOR_TOOLS.stream().anyMatch(name::startsWith);
  }
}
