package io.hyperstream.tools.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a small tree, with programs that stand for Java, Maven and the system's own. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

  /** Says which Java it is, or else its arguments, its locale and the hosts that it was given. */
  private static final String JAVA =
      """
      case $1 in -XshowSettings*) echo "    java.specification.version = 17"; exit ;; esac
      for argument; do
        echo "$argument"
        case $argument in -Djdk.net.hosts.file=*) cat "${argument#*=}" ;; esac
      done
      echo "LC_ALL=${LC_ALL:-}"
      """;

  /** Leaves what a build leaves, and a line about each build. */
  private static final String MAVEN =
      """
      echo build >> builds
      sleep 0.2
      mkdir -p tools/target/lib flink-job/target
      touch tools/target/hyperstream-tools-1.jar flink-job/target/hyperstream-job-1.jar
      sh .mvn/fingerprint > tools/target/built-from
      """;

  @TempDir private Path folder;

  private Path home;
  private Path programs;

  @BeforeEach
  void layTree() throws IOException {
    home = Files.createDirectories(folder.resolve("tree"));
    programs = Files.createDirectories(folder.resolve("programs"));
    copy(Path.of("../hyperstream"), home.resolve("hyperstream"));
    copy(Path.of("../.mvn/fingerprint"), home.resolve(".mvn/fingerprint"));
    write(home.resolve("pom.xml"), "<project/>");
    write(home.resolve("tools/pom.xml"), "<project/>");
    write(home.resolve("tools/src/main/A.java"), "class A {}");
    program("java", JAVA);
    program("mvn", MAVEN);
    program("getent", "exit 0");
  }

  @Test
  void buildsOnceAndAgainWhenTheContentHasChanged() throws Exception {
    assertThat(run(home)).contains("io.hyperstream.tools.cli.Hyperstream", "-cp");
    run(home);
    assertThat(builds(home)).isEqualTo(1);

    write(home.resolve("tools/src/main/A.java"), "class A { }");
    run(home);
    run(home);
    assertThat(builds(home)).isEqualTo(2);
  }

  @Test
  void aCopyRunsWithoutABuildWhateverItsTimes() throws Exception {
    run(home);
    Path copy = folder.resolve("copy");
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copy(file, copy.resolve(home.relativize(file)));
      }
    }
    Files.setLastModifiedTime(
        copy.resolve("tools/src/main/A.java"), FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(run(copy)).contains(copy.toRealPath() + "/tools/target/lib");
    assertThat(builds(copy)).isEqualTo(1);
  }

  @Test
  void ofTwoCommandsOneBuildsAndTheOtherWaits() throws Exception {
    Process first = start(home, Map.of(), "watch");
    Process second = start(home, Map.of(), "watch");

    assertThat(output(first)).contains("io.hyperstream.tools.cli.Hyperstream");
    assertThat(output(second)).contains("io.hyperstream.tools.cli.Hyperstream");
    assertThat(builds(home)).isEqualTo(1);
  }

  @Test
  void aFailedBuildIsTold() throws Exception {
    program("mvn", "echo no compiler; exit 1");

    assertThat(run(home)).contains("no compiler", "Error: The build failed.");
  }

  @Test
  void anArchiveIsNeverBuilt() throws Exception {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    copy(home.resolve("hyperstream"), archive.resolve("hyperstream"));
    Files.createDirectories(archive.resolve("lib"));
    write(archive.resolve("hyperstream-job-1.jar"), "");
    write(archive.resolve("hyperstream-tools-1.jar"), "");

    Path real = archive.toRealPath();
    assertThat(run(archive))
        .contains("-Dhyperstream.job.jar=" + real + "/hyperstream-job-1.jar")
        .contains(
            real + "/hyperstream-tools-1.jar:" + real + "/hyperstream-job-1.jar:" + real + "/lib/*")
        .doesNotContain("Building");
  }

  @Test
  void namesOfFilesAreUtf8UnlessTheLocaleSaysOtherwise() throws Exception {
    assertThat(output(start(home, Map.of("LANG", "C"), "feed"))).contains("LC_ALL=C.UTF-8\n");
    assertThat(output(start(home, Map.of("LC_ALL", "POSIX"), "feed"))).contains("LC_ALL=C.UTF-8\n");
    assertThat(output(start(home, Map.of("LANG", "de_DE.ISO-8859-1"), "feed")))
        .contains("LC_ALL=\n");
  }

  @Test
  void aNameOfTheMachineThatNobodyKnowsIsKnownToFlink() throws Exception {
    assertThat(output(start(home, Map.of(), "demo"))).doesNotContain("jdk.net.hosts.file");

    program("getent", "exit 2");
    program("uname", "echo lost-machine");
    for (String command : List.of("demo", "replay", "bench")) {
      assertThat(output(start(home, Map.of(), command)))
          .contains("-Djdk.net.hosts.file=")
          .contains("127.0.0.1 lost-machine\n");
    }
    assertThat(output(start(home, Map.of(), "feed"))).doesNotContain("jdk.net.hosts.file");
  }

  private String run(Path tree) throws Exception {
    return output(start(tree, Map.of(), "watch"));
  }

  private Process start(Path tree, Map<String, String> locale, String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", tree.resolve("hyperstream").toString(), command)
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    for (String name :
        List.of("JAVA_HOME", "HYPERSTREAM_JAVA_OPTS", "LC_ALL", "LC_CTYPE", "LANG")) {
      environment.remove(name);
    }
    environment.putAll(locale);
    environment.merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
    return builder.start();
  }

  private static String output(Process process) throws IOException {
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes());
  }

  private static long builds(Path tree) throws IOException {
    return Files.readAllLines(tree.resolve("builds")).size();
  }

  private void program(String name, String script) throws IOException {
    Path file = write(programs.resolve(name), "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
