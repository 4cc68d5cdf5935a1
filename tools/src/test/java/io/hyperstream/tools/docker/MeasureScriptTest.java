package io.hyperstream.tools.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docker/gpu/run.sh, from made-up measurements. */
class MeasureScriptTest {

  private static final Path SCRIPT = Path.of("..", "docker", "gpu", "measure.py");
  private static final Path LAUNCHER = Path.of("src", "test", "python", "fake_hyperstream.py");

  @TempDir private Path folder;

  private record Outcome(int status, List<String> lines) {

    /** The line of a row, with single spaces. */
    String row(String label) {
      return lines.stream()
          .filter(line -> line.startsWith(label))
          .map(line -> line.replaceAll(" +", " "))
          .findFirst()
          .orElseThrow();
    }
  }

  private Outcome measure(String... arguments) throws Exception {
    Path launcher = folder.resolve("hyperstream");
    Files.copy(SCRIPT, folder.resolve("measure.py"));
    Files.copy(LAUNCHER, launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    List<String> command =
        new ArrayList<>(List.of("python3", folder.resolve("measure.py").toString()));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), said.lines().toList());
    } catch (IOException e) {
      return Assumptions.abort("there is no python3");
    }
  }

  @Test
  void theTableSaysWhatMeetsItsBar() throws Exception {
    Outcome outcome = measure("check", "ptb", "stream", "job", "memory", "pytorch");
    assertThat(outcome.status).isEqualTo(1);
    assertThat(outcome.row("bench check"))
        .contains(" fails passes NO worst: cuda tf32 2.0e-03, cuda bf16 2.0e-02, cuda fp32 inf");
    assertThat(outcome.row("BF16 differs")).contains("2 of 2 samples all yes");
    assertThat(outcome.row("ptb, batch 128, BF16")).contains("4.13 3,100,000 3,000,000 yes");
    assertThat(outcome.row("small, one stream, against"))
        .endsWith(" 3.4x 3x yes cuda 3,100,000, vector 900,000");
    assertThat(outcome.row("whole job, ptb, BF16")).contains(" 88% 85% yes");
    assertThat(outcome.row("whole job, ptb, the bits")).endsWith(" same same yes");
    assertThat(outcome.row("memory taken")).contains(" +3.00% within 2% NO");
    assertThat(outcome.row("ptb BF16 against PyTorch, eager"))
        .contains("not available 80x Error: there is no GPU");
    assertThat(folder.resolve("results.json")).content().contains("\"job, bare\"");
    assertThat(folder.resolve("log.txt")).content().contains("== ");
  }

  @Test
  void whatTheTimeLimitStopsIsNamed() throws Exception {
    Outcome outcome = measure("--within", "4", "enwik8", "stream");
    assertThat(outcome.status).isEqualTo(1);
    // Looking for PyTorch may have taken all of the time.
    assertThat(outcome.row("enwik8, batch 128"))
        .contains("not available")
        .containsAnyOf("stopped by the time limit", "no time left");
    assertThat(outcome.row("small, one stream, BF16")).endsWith("no time left");
  }

  @Test
  void anUnknownPartIsRefused() throws Exception {
    Outcome outcome = measure("speed");
    assertThat(outcome.status).isEqualTo(2);
    assertThat(outcome.lines).anyMatch(line -> line.contains("no part 'speed'; there are check,"));
  }
}
