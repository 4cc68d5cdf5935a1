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

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Hyperstream.run(
        Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), all);
  }
}
