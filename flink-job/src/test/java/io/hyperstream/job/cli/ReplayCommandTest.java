package io.hyperstream.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aFileThatCannotBeReplayedIsWrongUseAndOneLine() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(run("no such file")).isEqualTo(2);
    assertThat(run(folder.toString())).isEqualTo(2);
    assertThat(run(empty.toString(), "--json", "--bare")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "Error: no such file does not exist",
            "Error: " + folder + " is a folder: name the files in it",
            "Error: " + empty + " is empty: there is nothing to learn from");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void theTableIsTheResult() throws Exception {
    Path file = Files.writeString(folder.resolve("näme"), "some text to learn");
    int status = run(file.toString(), "--bare", "--model.layers", "1", "--model.hidden", "4");
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .startsWith("KEY  ")
        .containsPattern("(?m)^näme +18 +1 +\\d+ +\\d\\.\\d{4}$")
        .contains("symbols/s; 1 steps of preset small on back end ");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "replay";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Hyperstream.run(
        Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), all);
  }
}
