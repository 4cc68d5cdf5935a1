package io.hyperstream.tools.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that a build leaves runs without a build. */
class ArchiveIT {

  @Test
  void runsWhereItIsUnpacked(@TempDir Path folder) throws Exception {
    run(folder, "tar", "-xzf", archive().toString(), "-C", folder.toString());
    Path home = onlyFileIn(folder);
    Path text = Files.writeString(folder.resolve("text"), "to be or not to be\n".repeat(20));

    assertThat(home.resolve("README.md")).exists();
    assertThat(home.resolve("pom.xml")).doesNotExist();
    assertThat(run(folder, home + "/hyperstream", "--version"))
        .matches("hyperstream \\S+ \\(commit .+\\)\n");
    assertThat(run(folder, home + "/hyperstream", "replay", "--bare", "--lines", text.toString()))
        .contains("BPC");
  }

  private static Path archive() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.toString().endsWith(".tar.gz"))
          .findAny()
          .orElseThrow()
          .toAbsolutePath();
    }
  }

  private static Path onlyFileIn(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
