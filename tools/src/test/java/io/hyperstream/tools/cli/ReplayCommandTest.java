package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        .contains("symbols/s; 1 step of preset small on back end ");
  }

  @Test
  void scoresDoNotReplaceTheFileThatIsLearned() throws Exception {
    Path file = Files.writeString(folder.resolve("cpu.csv"), "1\n2\n");
    assertThat(run(file.toString(), "--vectors", "--scores", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--scores would replace the file to learn");
    assertThat(file).hasContent("1\n2");
  }

  @Test
  void scoresThatCannotBeWrittenAreRefusedBeforeAnythingIsLearned() throws Exception {
    Path file = Files.writeString(folder.resolve("cpu.csv"), "1\n2\n");
    Path scores = folder.resolve("no folder/scores.csv");
    assertThat(run(file.toString(), "--vectors", "--scores", scores.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "Error: There is no folder %s to write %s to".formatted(scores.getParent(), scores));
  }

  @Test
  void imagesAreLearnedByThemselves() throws Exception {
    byte[] record = new byte[3073];
    Path batch = Files.write(folder.resolve("batch.bin"), record);
    assertThat(run(batch.toString(), "--images", "mnist", "--json")).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("images").asInt()).isEqualTo(1);
    assertThat(report.get("networks").findValuesAsText("network"))
        .containsExactly("mnist", "mnist, plain", "logistic, plain");

    assertThat(run(batch.toString(), "--images", "mnist", "--lines")).isEqualTo(2);
    assertThat(err.toString()).contains("--images learns images without Kafka and Flink");
    assertThat(run(batch.toString(), "--images", "lenet")).isEqualTo(2);
    assertThat(err.toString()).contains("'lenet' is not a network for images: use one of mnist");
  }

  @Test
  void labelsNeedLinesAndAnInjectionAFileAndANumber() throws Exception {
    String file = Files.writeString(folder.resolve("log"), "- a\n- b\n").toString();
    assertThat(run(file, "--labels")).isEqualTo(2);
    assertThat(err.toString()).contains("--labels and --inject are for lines; give --lines too");
    assertThat(run(file, "--inject", "x:1")).isEqualTo(2);
    for (String wrong : new String[] {"x", "x:0", "x:-1", ":5"}) {
      assertThat(run(file, "--lines", "--inject", wrong)).isEqualTo(2);
      assertThat(err.toString()).contains("such as other.log:2000, but is '" + wrong + "'");
    }
    assertThat(run(file, "--lines", "--inject", "no such file:5")).isEqualTo(2);
    assertThat(err.toString()).contains("no such file does not exist");
    assertThat(run(file, "--lines", "--labels", "--inject", "x:1")).isEqualTo(2);
  }

  @Test
  void labelsAreNotLearned() throws Exception {
    String log = "- usual line\n".repeat(60) + "ODD kernel panic\n" + "- usual line\n".repeat(5);
    Path file = Files.writeString(folder.resolve("log"), log);
    int status =
        run(
            file.toString(),
            "--bare",
            "--json",
            "--lines",
            "--labels",
            "--alerts.warm-up",
            "20",
            "--model.layers",
            "1",
            "--model.hidden",
            "4");
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("symbols").asInt()).isEqualTo(65 * 11 + 13);
    assertThat(json.get("lines").asInt() + json.at("/warmUp/lines").asInt()).isEqualTo(66);
    assertThat(json.get("anomalous").asInt()).isEqualTo(1);
    assertThat(json.get("auroc").asDouble()).isGreaterThanOrEqualTo(64 / 65.0);
    assertThat(json.at("/alerted/lines").asInt()).isEqualTo(1);
    assertThat(json.get("alerts")).hasSize(1);
    JsonNode alert = json.get("alerts").get(0);
    assertThat(alert.get("line").asInt()).isEqualTo(61);
    assertThat(alert.get("record").asText()).isEqualTo("line 61");
    assertThat(alert.get("key").asText()).isEqualTo("log");
    assertThat(alert.get("reason").asText()).isEqualTo("“kernel panic”, not “usual line”");
    assertThat(alert.get("anomalous").asBoolean()).isTrue();
    assertThat(json.at("/alerted/precision").asDouble()).isEqualTo(1);
    assertThat(json.at("/alerted/recall").asDouble()).isEqualTo(1);
    assertThat(json.at("/alerted/falsePerThousand").asDouble()).isZero();
    assertThat(json.at("/runs/caught").asInt()).isEqualTo(1);
  }

  @Test
  void theTableListsTheAlerts() throws Exception {
    String log = "usual line\n".repeat(60) + "kernel panic\n" + "usual line\n".repeat(5);
    Path file = Files.writeString(folder.resolve("log"), log);
    run(
        file.toString(),
        "--bare",
        "--lines",
        "--alerts.warm-up",
        "20",
        "--model.layers",
        "1",
        "--model.hidden",
        "4");
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("1 alert\n")
        .containsPattern("(?m)^TIME +KEY +RECORD +SCORE +WHY$")
        .containsPattern(
            "(?m)^\\d\\d:\\d\\d:\\d\\d  log  line 61 +1:[\\d,]+[kM]? +“kernel panic”, not “usual"
                + " line”$");
  }

  @Test
  void aLineWithoutALabelIsWrongUse() throws Exception {
    Path file = Files.writeString(folder.resolve("log"), "- a\n\nX b\n");
    assertThat(run(file.toString(), "--lines", "--labels")).isEqualTo(2);
    assertThat(err.toString()).startsWith("Error: " + file + " line 2 has no label");
  }

  @Test
  void weightsThatDoNotFitAreRefusedBeforeAnythingStarts() throws Exception {
    String file = Files.writeString(folder.resolve("text"), "some text to learn").toString();
    String weights = folder.resolve("weights").toString();
    assertThat(run(file, "--bare", "--model.save", weights, "--model.hidden", "4")).isZero();
    for (String how : new String[] {"--json", "--bare"}) {
      err.getBuffer().setLength(0);
      assertThat(run(file, how, "--model.start", "file", "--model.file", weights)).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("Error: the weights in " + weights + " do not fit, layer0.recurrent: wanted ")
          .hasLineCount(1);
    }
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "replay";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Hyperstream.run(
        Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), all);
  }
}
