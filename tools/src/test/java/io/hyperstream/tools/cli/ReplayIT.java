package io.hyperstream.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job over files, held against the learner alone. */
class ReplayIT {

  @TempDir private Path folder;

  @Test
  void theJobLearnsWhatTheBareLearnerLearns() throws Exception {
    Path first = write("first", 5_000);
    Path second = write("second", 3_333);

    JsonNode job = replay(first, second, "--split", "3");
    JsonNode bare = replay(first, second, "--split", "3", "--bare");

    assertThat(job.get("symbols").asLong()).isEqualTo(8_333);
    assertThat(job.get("records").asLong()).isEqualTo(3 * 7 + 3 * 5);
    assertThat(job.get("rejected").asLong()).isZero();
    assertThat(job.get("keys"))
        .extracting(key -> key.get("key").asText() + " " + key.get("symbols"))
        .containsExactly(
            "first/0 1666",
            "first/1 1667",
            "first/2 1667",
            "second/0 1111",
            "second/1 1111",
            "second/2 1111");
    assertSameLearning(job, bare);
  }

  @Test
  void linesEndWithANewlineThatCounts() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "first line\n\nlast line");

    JsonNode job = replay(log, "--lines");
    JsonNode bare = replay(log, "--lines", "--bare");

    assertThat(job.get("records").asLong()).isEqualTo(3);
    assertThat(job.get("symbols").asLong()).isEqualTo(11 + 1 + 10);
    assertSameLearning(job, bare);
  }

  @Test
  void severalLearnersShareTheKeys() throws Exception {
    Path text = write("text", 9_999);

    JsonNode job = replay(text, "--split", "4", "--learn.parallelism", "2", "--sync.period", "500");

    assertThat(job.get("records").asLong()).isEqualTo(4 * 10);
    assertThat(job.get("symbols").asLong()).isEqualTo(9_999);
    assertThat(job.get("steps").asLong()).isGreaterThan(9_999 / 4 / 32);
    assertThat(job.get("keys")).hasSize(4);
  }

  @Test
  void alertsAreJudgedByLabels() throws Exception {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      log.append(i % 80 == 79 ? "ODD panic%d at%d dawn%d\n".formatted(i, i, i) : "- all is well\n");
    }
    Path file = Files.writeString(folder.resolve("log"), log);

    List<Object> arguments =
        new ArrayList<>(List.of(file, "--lines", "--labels", "--alerts.warm-up", "20"));
    JsonNode job = replay(arguments.toArray());
    arguments.add("--bare");
    JsonNode bare = replay(arguments.toArray());

    assertSameLearning(job, bare);
    assertThat(job.get("alerts"))
        .extracting(alert -> alert.get("line").asInt())
        .containsExactly(80, 160);
    assertThat(job.get("alerts"))
        .extracting(alert -> alert.get("reason").asText())
        .allMatch(reason -> reason.startsWith("“panic"));
    assertThat(bare.get("alerts"))
        .extracting(alert -> alert.get("line").asInt())
        .containsExactly(80, 160);
    assertThat(job.get("incidents"))
        .extracting(incident -> incident.at("/best/line").asInt())
        .containsExactly(80, 160);
    assertThat(bare.get("incidents"))
        .extracting(incident -> incident.get("id"))
        .containsExactlyElementsOf(job.findValues("id"));
    for (String same :
        List.of("lines", "anomalous", "warmUp", "atBudget", "alerted", "runs", "raised", "kinds")) {
      assertThat(job.get(same)).as(same).isEqualTo(bare.get(same));
    }
    assertThat(job.get("auroc").asDouble()).isGreaterThan(0.95);
    assertThat(job.at("/alerted/precision").asDouble()).isEqualTo(1);
  }

  @Test
  void rejectedRecordsAreCounted() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "short\n" + "long".repeat(9) + "\nshort\n");
    List<JsonNode> reports = new ArrayList<>();
    for (boolean bare : new boolean[] {false, true}) {
      List<Object> arguments = new ArrayList<>(List.of(log, "--lines"));
      arguments.addAll(List.of("--input.max-record-bytes", "30b"));
      if (bare) {
        arguments.add("--bare");
      }
      reports.add(replay(arguments.toArray()));
    }
    assertThat(reports).allMatch(report -> report.get("rejected").asInt() == 1);
    assertThat(reports).allMatch(report -> report.get("records").asInt() == 2);
    assertSameLearning(reports.get(0), reports.get(1));
  }

  @Test
  void aReplayGoesOnFromWhatAnotherHasLearned() throws Exception {
    Path first = write("first", 5_000);
    Path second = write("second", 3_333);
    Path learned = folder.resolve("learned.safetensors");
    Path bareLearned = folder.resolve("bare.safetensors");
    replay(first, "--model.save", learned);
    replay(first, "--model.save", bareLearned, "--bare");
    assertThat(learned).hasSameBinaryContentAs(bareLearned);

    JsonNode fresh = replay(second, "--bare");
    JsonNode bare = replay(second, "--bare", "--model.start", "file", "--model.file", learned);
    JsonNode job = replay(second, "--model.start", "file", "--model.file", learned);
    assertSameLearning(job, bare);
    assertThat(job.get("networkBpc").asDouble())
        .isLessThan(0.98 * fresh.get("networkBpc").asDouble());
  }

  private static void assertSameLearning(JsonNode job, JsonNode bare) {
    double bits = bare.get("bits").asDouble();
    assertThat(bits).isPositive();
    assertThat(job.get("bits").asDouble()).isCloseTo(bits, within(1e-6 * bits));
    assertThat(job.get("keys")).hasSameSizeAs(bare.get("keys"));
    for (String same : List.of("symbols", "records", "rejected", "steps", "skippedSteps")) {
      assertThat(job.get(same)).as(same).isEqualTo(bare.get(same));
    }
    for (String same : List.of("backend", "preset", "keys")) {
      assertThat(job.get(same)).as(same).isEqualTo(bare.get(same));
    }
    assertThat(job.get("seconds").asDouble()).isPositive();
  }

  /** Runs the command, which must succeed and print one JSON object and nothing else. */
  private static JsonNode replay(Object... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("replay", "--json"));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    all.addAll(List.of("--model.hidden", "8", "--model.layers", "1", "--learn.batch", "4"));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Hyperstream.run(
            Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)),
            all.toArray(String[]::new));
    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    return new ObjectMapper().readTree(out.toString());
  }

  private Path write(String name, int bytes) throws Exception {
    Random random = new Random(bytes);
    byte[] text = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      text[i] = (byte) ('a' + Math.min(random.nextInt(26), random.nextInt(26)));
    }
    return Files.write(folder.resolve(name), text);
  }
}
