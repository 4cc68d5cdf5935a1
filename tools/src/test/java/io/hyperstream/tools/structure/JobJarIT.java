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

  @Test
  void theJobJarHasTheJobAndNothingOfTheTools() throws IOException {
    List<String> names;
    try (JarFile jar = new JarFile(Installation.in(Path.of("..")).jobJar().toFile())) {
      names = jar.stream().map(ZipEntry::getName).toList();
    }

    assertThat(names)
        .contains("io/hyperstream/job/HyperstreamJob.class", "io/hyperstream/model/Learner.class")
        .noneMatch(name -> name.startsWith("io/hyperstream/tools/"))
        .noneMatch(name -> name.startsWith("picocli/"))
        .noneMatch(name -> name.startsWith("kafka/"))
        .noneMatch(name -> name.startsWith("META-INF/resources/webjars/"))
        .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
        .noneMatch(name -> name.startsWith("org/nd4j/"));
  }
}
