package io.hyperstream.tools.operating;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The images are built from what the build leaves, and do not run as root. */
class DockerfileTest {

  private static List<String[]> instructions() throws IOException {
    String text =
        Files.readString(DeploymentFiles.DOCKER.resolve("Dockerfile")).replaceAll("\\\\\n", " ");
    return text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.strip().split("\\s+"))
        .toList();
  }

  @Test
  void imagesHaveTheVersionsOfTheBuild() throws IOException {
    Set<String> stages = new HashSet<>();
    for (String[] words : instructions()) {
      if (words[0].equals("FROM")) {
        if (!stages.contains(words[1])) {
          DeploymentFiles.requireRightTag(words[1]);
        }
        assertThat(words).hasSize(4);
        stages.add(words[3]);
      }
    }
    assertThat(stages).contains("cpu", "gpu");
  }

  @Test
  void stagesThatRunDoNotRunAsRoot() throws IOException {
    String stage = null;
    String user = null;
    for (String[] words : instructions()) {
      if (words[0].equals("FROM")) {
        assertThat(user).as("the user of " + stage).isNotEqualTo("root");
        stage = words[3];
        user = null;
      } else if (words[0].equals("USER")) {
        user = words[1];
      }
    }
    assertThat(user).as("the user of " + stage).isEqualTo("flink");
  }

  @Test
  void whatIsCopiedIsThereAndNotIgnored() throws IOException {
    List<String> kept =
        Files.readAllLines(DeploymentFiles.DOCKER.resolve("Dockerfile.dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    // The jars that the build leaves behind, which need not be there while tests run.
    String version = DeploymentFiles.version();
    List<Path> built =
        List.of(
            Path.of("flink-job/target/hyperstream-job-" + version + ".jar"),
            Path.of("tools/target/hyperstream-tools-" + version + ".jar"));
    for (String[] words : instructions()) {
      if (words[0].equals("COPY") && !words[1].startsWith("--from")) {
        List<String> operands =
            Arrays.stream(words).skip(1).filter(word -> !word.startsWith("--")).toList();
        String source = operands.get(0);
        PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + source);
        assertThat(
                built.stream().anyMatch(pattern::matches)
                    || Files.exists(DeploymentFiles.PROJECT.resolve(source)))
            .as(source)
            .isTrue();
        assertThat(kept).as(source).anyMatch(source::startsWith);
      }
    }
  }
}
