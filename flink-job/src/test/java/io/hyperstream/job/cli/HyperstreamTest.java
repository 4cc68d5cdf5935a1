package io.hyperstream.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HyperstreamTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "demo --help",
        "replay --help",
        "feed --help",
        "watch --help",
        "model --help",
        "model info --help",
        "model export --help",
        "model import --help",
        "bench --help",
        "cluster --help",
        "flink --help",
        "soak --help"
      })
  void helpFits80Columns(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString()).contains("Usage: hyperstream").contains("-h, --help");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                             | Which command?                   | hyperstream",
        "fed                            | Did you mean: hyperstream feed?  | hyperstream",
        "feed                           | Missing required parameter       | hyperstream feed",
        "feed --liens x                 | Possible solutions: --lines      | hyperstream feed",
        "feed --lines --chunk-bytes 3 x | Error: --lines, --chunk-bytes=N  | hyperstream feed",
        "feed --chunk-bytes 0 x         | --chunk-bytes is 0; at least 1   | hyperstream feed",
        "feed --rate 0 x                | '0' is no positive number        | hyperstream feed",
        "feed --learn.window 32 x       | Unknown option: '--learn.window' | hyperstream feed",
        "model                          | Which: info, export or import?   | hyperstream model",
        "model infos                    | Did you mean: model info?         | hyperstream model",
        "model info                     | a SOURCE (a file or a folder) or | hyperstream model info",
        "model info x --topic y         | a SOURCE (a file or a folder) or | hyperstream model info",
        "model info --topic y --learner 1 | --learner is for savepoints    | hyperstream model info",
        "model export x                 | Missing required option: '--to=FILE' | hyperstream model export",
        "model export x --to y --dtype f64 | one of [F32, BF16]            | hyperstream model export",
        "model import x                 | Missing required option: '--topic=NAME' | hyperstream model import",
        "demo --duration soon           | 'soon' is no time such as 60s    | hyperstream demo",
        "demo --learn.window            | --learn.window has no value      | hyperstream demo",
        "demo --learn.windw 32          | did you mean learn.window?       | hyperstream demo",
        "demo --config no.yaml          | option config must be            | hyperstream demo",
        "bench --hidden 0               | --hidden is 0; from 1 to 65536   | hyperstream bench",
        "bench --against tensorflow     | one of [PYTORCH, DL4J]           | hyperstream bench",
        "bench --against dl4j --work read | --work must have learn       | hyperstream bench",
        "bench --preset tiny            | there is no preset 'tiny'        | hyperstream bench",
        "bench --seconds 0              | --seconds is 0.0; more than 0    | hyperstream bench",
      })
  void wrongUseSaysTheRightOne(String arguments, String message, String command) {
    String[] split =
        Arrays.stream(arguments.split(" ")).filter(a -> !a.isEmpty()).toArray(String[]::new);

    assertThat(run(split)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("Error: ")
        .contains(message)
        .endsWith("Right use: '" + command + " --help'" + System.lineSeparator());
  }

  @Test
  void aFailureIsOneMessage() {
    assertThat(run("feed", "no such file")).isEqualTo(1);
    assertThat(err.toString().trim()).isEqualTo("Error: There is no file or folder no such file");
  }

  @Test
  void aFailureTellsItsCause() {
    assertThat(run("watch", "-b", "no host:port")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Error: Failed to construct kafka consumer: Invalid url in bootstrap.servers");
  }

  private int run(String... arguments) {
    CommandLine commandLine =
        Hyperstream.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return Hyperstream.run(commandLine, arguments);
  }
}
