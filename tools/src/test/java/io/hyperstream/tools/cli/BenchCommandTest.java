package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void qualityIsMeasuredOfEachLearnerOnTheBeginningOfEachFile() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "to be or not to be ".repeat(300));
    Path plot = folder.resolve("plot.svg");
    int status =
        run(
            "quality",
            file.toString(),
            "--bytes",
            "3000",
            "--split",
            "2",
            "--json",
            "--plot",
            plot.toString(),
            "--model.hidden",
            "8",
            "--model.hyper",
            "4");
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    JsonNode runs = report.at("/files/0/runs");
    assertThat(report.at("/files/0/bytes").asLong()).isEqualTo(3000);
    assertThat(runs)
        .extracting(run -> run.get("learner").asText() + " " + run.get("hyper").asInt())
        .containsExactly("HyperLSTM 4", "HyperLSTM + context 4", "LSTM of equal cost 0");
    // Repeated text is what the context model is good at.
    assertThat(runs.get(1).get("bpc").asDouble()).isLessThan(runs.get(0).get("bpc").asDouble());
    for (JsonNode run : runs) {
      assertThat(run.get("bpc").asDouble()).isGreaterThan(0).isLessThan(8);
      assertThat(run.at("/curve/0/bytes").asLong()).isEqualTo(1024);
    }
    assertThat(plot).content().startsWith("<svg ").contains("text");
  }

  @Test
  void backEndsAreChecked() throws Exception {
    assertThat(run("check", "--json")).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("checked"))
        .extracting(checked -> checked.get("backend").asText())
        .startsWith("plain", "vector");
    assertThat(report.get("passed").asBoolean()).isTrue();
  }

  @Test
  void learnersThatShareAreComparedWithOneAndWithSuchThatDoNot() throws Exception {
    Path file = Files.writeString(folder.resolve("text"), "to be or not to be ".repeat(300));
    int status =
        run(
            "sync",
            file.toString(),
            "--split",
            "4",
            "--learners",
            "2",
            "--period",
            "512",
            "--encoding",
            "fp32,int8",
            "--json",
            "--learn.batch",
            "1",
            "--model.hidden",
            "8",
            "--model.hyper",
            "4");
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    JsonNode runs = new ObjectMapper().readTree(out.toString()).at("/files/0/runs");
    assertThat(runs)
        .extracting(
            run ->
                "%d %d %s"
                    .formatted(
                        run.get("learners").asInt(),
                        run.get("period").asInt(),
                        run.get("encoding").asText()))
        .containsExactly("1 0 null", "2 0 null", "2 512 FP32", "2 512 INT8");
    double one = runs.get(0).get("bpc").asDouble();
    double apart = runs.get(1).get("bpc").asDouble();
    assertThat(apart).as("each learns from half of the text").isGreaterThan(one);
    for (int i = 2; i < 4; i++) {
      assertThat(runs.get(i).get("bpc").asDouble()).isLessThan(apart);
      // 5,700 symbols of two learners.
      assertThat(runs.get(i).get("rounds").asLong()).isEqualTo(5);
    }
    long fp32 = runs.get(2).get("publishedBytes").asLong();
    long int8 = runs.get(3).get("publishedBytes").asLong();
    assertThat((double) fp32 / int8).isBetween(3.7, 3.8);
  }

  @Test
  void labelledLogsAreJudgedAndTheOthersNamed() throws Exception {
    String log = "- usual line\n".repeat(60) + "ODD kernel panic\n" + "- usual line\n".repeat(5);
    Files.writeString(folder.resolve("b.log"), log);
    Files.writeString(folder.resolve("a.log"), "- usual line\n".repeat(60));
    Path empty = Files.createFile(folder.resolve("c.log"));
    Path bare = Files.writeString(folder.resolve("d.log"), "usual line\n");
    Files.writeString(folder.resolve(".hidden"), "usual line\n");
    String[] arguments = {
      "alerts",
      folder.toString(),
      "--model.layers",
      "1",
      "--model.hidden",
      "4",
      "--alerts.warm-up",
      "50"
    };

    int status =
        run(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
    assertThat(err.toString()).isEmpty();
    assertThat(status).as("two files could not be judged").isEqualTo(1);
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("files"))
        .extracting(file -> file.get("file").asText() + " " + file.get("anomalous"))
        .containsExactly("a.log 0", "b.log 1");
    assertThat(report.at("/files/0").has("auroc")).isFalse();
    assertThat(report.at("/files/1/auroc").asDouble()).isEqualTo(1);
    assertThat(report.at("/scores/0/name").asText()).isEqualTo("surprise");
    assertThat(report.at("/kinds/0/kind").asText()).isEqualTo("ODD");
    assertThat(report.get("failures"))
        .extracting(JsonNode::asText)
        .satisfiesExactly(
            first ->
                assertThat(first).isEqualTo(empty + " is empty: there is nothing to learn from"),
            second -> assertThat(second).startsWith(bare + " has no line that is labelled normal"));
  }

  @Test
  void aFolderOfLogsIsAskedFor() {
    assertThat(run("alerts", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("has no file: put labelled logs there");
    assertThat(run("alerts", "no such folder")).isEqualTo(2);
    assertThat(err.toString()).contains("no such folder does not exist");
    assertThat(run("alerts", folder.toString(), "--jobs", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--jobs must be from 1 to 1000, but is 0");
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Hyperstream.run(
        Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), all);
  }
}
