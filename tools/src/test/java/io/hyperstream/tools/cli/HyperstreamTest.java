package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class HyperstreamTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<CommandLine> commands() {
    return Stream.of(Hyperstream.commandLine()).flatMap(HyperstreamTest::withSubcommands);
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HyperstreamTest::withSubcommands));
  }

  @Test
  void aFileThatIsNotThereIsNamedWithTheReason() {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Hyperstream.commandLine().setErr(new PrintWriter(err));
    assertThat(Hyperstream.run(commandLine, "watch", "--client-config", "none.properties"))
        .isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "Error: Cannot read the Kafka client's properties file none.properties:"
                + " there is no such file");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpSaysWhatEachCommandAndOptionIsIn80Columns(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String name = spec.qualifiedName();
    assertThat(spec.usageMessage().header()).as("one line about '%s'", name).hasSize(1);
    for (ArgSpec argument : spec.args()) {
      assertThat(String.join("", argument.description()))
          .as("description of %s of '%s'", argument.paramLabel(), name)
          .isNotBlank();
    }
    String[] words = (name + " --help").split(" ");
    assertThat(run(Arrays.copyOfRange(words, 1, words.length))).isZero();
    assertThat(out.toString())
        .startsWith(spec.usageMessage().header()[0])
        .contains("Usage: " + name)
        .contains("-h, --help");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    assertThat(out.toString()).as("a URI is not broken").doesNotContain(" //");
  }

  @Test
  void theListOfCommandsHasALineForEach() {
    assertThat(run("--help")).isZero();
    List<String> lines = out.toString().lines().toList();
    List<String> list =
        lines.subList(
            lines.indexOf("Commands:") + 1,
            lines.indexOf("First steps: 'hyperstream demo' needs no Kafka, no Flink and no files.")
                - 1);
    assertThat((long) list.size())
        .isEqualTo(
            Hyperstream.commandLine().getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .count());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                             | Which command?                   | hyperstream",
        "nope                           | There is no command 'nope'       | hyperstream",
        "fed                            | Did you mean: hyperstream feed?  | hyperstream",
        "version                        | Did you mean: hyperstream --version? | hyperstream",
        "help fed                       | Did you mean: hyperstream feed?  | hyperstream",
        "feed                           | Missing required parameter       | hyperstream feed",
        "feed --liens x                 | Possible solutions: --lines      | hyperstream feed",
        "feed --lines --chunk-bytes 3 x | Error: --lines, --chunk-bytes=N  | hyperstream feed",
        "feed --chunk-bytes 0 x         | must be from 1 to 524288, but is 0 | hyperstream feed",
        "feed --chunk-bytes 2000000000 x | must be from 1 to 524288, but is | hyperstream feed",
        "feed --split 2 x               | --split and --label-after are for images | hyperstream feed",
        "feed --images --lines x        | --images sends files whole       | hyperstream feed",
        "feed --images --split 0 x      | --split must be from 1 to 10000  | hyperstream feed",
        "feed --rate 0 x                | '0' is not a positive number     | hyperstream feed",
        "feed --learn.window 32 x       | Unknown option: '--learn.window' | hyperstream feed",
        "model                          | Which command: info, export, import or draw? | hyperstream model",
        "model infos                    | Did you mean: hyperstream model info? | hyperstream model",
        "model info                     | a SOURCE (a file or a folder) or | hyperstream model info",
        "model info x --topic y         | a SOURCE (a file or a folder) or | hyperstream model info",
        "model info --topic y --learner 1 | --learner is for savepoints    | hyperstream model info",
        "model export x                 | Missing required option: '--to=FILE' | hyperstream model export",
        "model export x --to y --dtype f64 | Error: --dtype must be one of F32, BF16, but is 'f64' | hyperstream model export",
        "model export x --to y --with z | Error: --with must be one of OPTIMISER, CONTEXT | hyperstream model export",
        "bench sync x --encoding z | Error: --encoding must be one of FP32, BF16, INT8, but is 'z' | hyperstream bench sync",
        "model import x                 | Missing required option: '--topic=NAME' | hyperstream model import",
        "feedback                       | Which command: fine, mute, ignore, list or undo? | hyperstream feedback",
        "feedback fine                  | Which records: give --incident, --record or --pattern | hyperstream feedback fine",
        "feedback mute                  | --record or --pattern, a --stream or a time | hyperstream feedback mute",
        "feedback fine --pattern x --for 7d --until 2026-11-27T02:00Z | Give --for or --until | hyperstream feedback fine",
        "feedback fine --pattern x --until tomorrow | 'tomorrow' is not a time such as 2026-11-27T02:00Z | hyperstream feedback fine",
        "feedback fine --pattern x --incident y | Error: --incident=ID, --pattern=TEXT are mutually exclusive | hyperstream feedback fine",
        "feedback mute --from 2026-11-27T02:00Z --until 2026-11-27T01:00Z | It would end before it begins | hyperstream feedback mute",
        "feedback undo                  | Missing required parameter       | hyperstream feedback undo",
        "watch -X nothing               | for option '-X' (KEY=VALUE)      | hyperstream watch",
        "watch --port 65536             | '65536' is not a port: use 1 to 65535 | hyperstream watch",
        "watch --dashboard ftp:x        | such as http://flink:8081        | hyperstream watch",
        "cluster --slots many           | 'many' is not a whole number     | hyperstream cluster",
        "cluster --kafka-port -1        | '-1' is not a port               | hyperstream cluster",
        "flink                          | Missing required parameter       | hyperstream flink",
        "soak --duration 1s             | --duration must be at least 1 min, but is 1 s | hyperstream soak",
        "soak --learn.windw 32          | did you mean learn.window?       | hyperstream soak",
        "demo --duration soon           | 'soon' is not a time such as 60s | hyperstream demo",
        "demo --learn.window            | --learn.window has no value      | hyperstream demo",
        "demo --learn.windw 32          | did you mean learn.window?       | hyperstream demo",
        "demo --config no.yaml          | option config must be            | hyperstream demo",
        "bench                          | Which command: speed, check, quality, alerts, sync, job or memory? | hyperstream bench",
        "bench --check                  | Unknown option: '--check'        | hyperstream bench",
        "bench speed --hidden 0         | --hidden must be from 1 to 65536, but is 0 | hyperstream bench speed",
        "bench speed --lanes 0          | --lanes must be from 1 to        | hyperstream bench speed",
        "bench speed --against tensorflow | Error: --against must be one of PYTORCH, DL4J, but is 'tensorflow' | hyperstream bench speed",
        "bench speed --against dl4j --work read | --work must include learn        | hyperstream bench speed",
        "bench speed --preset tiny      | there is no preset 'tiny'        | hyperstream bench speed",
        "bench speed --seconds 0        | --seconds must be more than 0 and at most 3600.0, but is 0.0 | hyperstream bench speed",
        "bench speed --learn.window 8   | Unknown options: '--learn.window', '8' | hyperstream bench speed",
        "bench check --split 2          | Unknown options: '--split', '2'  | hyperstream bench check",
        "bench quality                  | Missing required parameter       | hyperstream bench quality",
        "bench quality nowhere          | nowhere does not exist           | hyperstream bench quality",
        "bench quality pom.xml --learn.windw 8 | did you mean learn.window?       | hyperstream bench quality",
        "bench quality x --learn.window | --learn.window has no value      | hyperstream bench quality",
        "bench quality x --split 0      | --split must be from 1 to 10000, but is 0 | hyperstream bench quality",
        "bench quality x --lanes 1,2    | '1,2' is not a whole number      | hyperstream bench quality",
        "bench sync x --plot y          | Unknown option: '--plot'         | hyperstream bench sync",
        "bench sync x --learners 0      | --learners must be from 1 to 1000, but is 0 | hyperstream bench sync",
        "bench sync x --outer-rate 0    | --outer-rate must be in (0, 100], but is 0.0 | hyperstream bench sync",
        "bench job --load 1.5           | --load must be above 0 and at most 1, but is 1.5 | hyperstream bench job",
        "bench job --interval soon      | 'soon' is not a time such as 60s | hyperstream bench job",
        "bench job --learn.windw 32     | did you mean learn.window?       | hyperstream bench job",
      })
  void wrongUseSaysTheRightOne(String arguments, String message, String command) {
    String[] split =
        Arrays.stream(arguments.split(" ")).filter(a -> !a.isEmpty()).toArray(String[]::new);

    assertThat(run(split)).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("Error: ")
        .contains(message)
        .endsWith("For help: '" + command + " --help'" + System.lineSeparator());
  }

  @Test
  void aNameThatTheLocaleCannotWriteIsRefusedInWords() {
    assertThat(run("feed", "a\0b")).isEqualTo(2);
    assertThat(err.toString())
        .contains("has characters that names of files cannot have", "set LC_ALL")
        .doesNotContain("java.nio");
  }

  @Test
  void nothingIsSuggestedWhenNothingIsNear() {
    for (String word : List.of("nope", "x", "status", "start")) {
      run(word);
    }
    assertThat(err.toString()).doesNotContain("Did you mean");
  }

  @Test
  void helpHelpsWithACommand() {
    assertThat(run("help", "feed")).isZero();
    assertThat(out.toString()).contains("Usage: hyperstream feed");
  }

  @Test
  void theShellCanCompleteCommandsAndOptions() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString())
        .contains("replay", "--chunk-bytes", "complete -F _complete_hyperstream");
  }

  @Test
  void aFailureIsOneMessage() {
    assertThat(run("feed", "no such file")).isEqualTo(1);
    assertThat(err.toString().trim()).isEqualTo("Error: There is no file or folder no such file");
  }

  @Test
  void aFailureOfAFileSaysWhichItIs() {
    assertThat(run("cluster", "--folder", "/proc/none", "--port", "0", "--kafka-port", "0"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("/proc/none").doesNotContain("Error: /");
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
