package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.learn.LearnHarness;
import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.job.learn.SettingsBuilder;
import io.hyperstream.job.learn.result.ResultSink;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneLearnerTest {

  private final SettingsBuilder settings =
      new SettingsBuilder().shape(4, 2).predict(3, 2, 0).context(true);
  private final List<Score> scores = new ArrayList<>();
  private final List<Prediction> predictions = new ArrayList<>();

  @Test
  void scoresAsTheOperatorDoes() throws Exception {
    List<String> texts = List.of("a:some", "b:text", "c:to learn", "a:bit", "b:", "c:", "d:by bit");
    List<Score> ofOperator;
    try (LearnHarness harness = new LearnHarness(settings)) {
      for (String text : texts) {
        harness.send(text.substring(0, 1), text.substring(2));
      }
      harness.tombstone("c");
      harness.send("c", "anew");
      harness.finish();
      ofOperator = harness.scores().stream().map(Keyed::value).toList();
    }

    LearnSummary summary;
    try (StandaloneLearner learner = learner()) {
      long offset = 0;
      for (String text : texts) {
        send(learner, offset++, text.substring(0, 1), text.substring(2));
      }
      send(learner, offset++, "c", null);
      send(learner, offset, "c", "anew");
      learner.finish();
      summary = learner.summary();
    }

    assertThat(scores).hasSize(8).isEqualTo(ofOperator);
    assertThat(predictions).isNotEmpty();
    assertThat(summary.steps()).isGreaterThan(4);
    assertThat(summary.skippedSteps()).isZero();
    assertThat(summary.backend()).isNotEmpty();
    assertThat(summary.firstRecord()).isBetween(1L, System.currentTimeMillis());
  }

  @Test
  void refusesWhatNeedsTimers() {
    settings.ttl(1);
    assertThatThrownBy(this::learner)
        .hasMessage("ttl must be zero because there are no timers without Flink, but is PT0.001S");
    settings.ttl(0).maxDelay(5);
    assertThatThrownBy(this::learner).hasMessageStartingWith("maxDelay must be zero");
  }

  @Test
  void beginsWithAFileAndLeavesOneAsTheOperatorDoes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("of operator.safetensors");
    Path own = folder.resolve("own.safetensors");
    String text = "one two three, ".repeat(20);
    operatorBits(new SettingsBuilder().save(file), text);
    bits(new SettingsBuilder().save(own), text);
    assertThat(LearnerFile.read(own)).usingRecursiveComparison().isEqualTo(LearnerFile.read(file));
    assertThat(LearnerFile.read(own).updates()).isPositive();

    assertThat(bits(new SettingsBuilder().startFrom(file), text))
        .isEqualTo(operatorBits(new SettingsBuilder().startFrom(file), text));
    SettingsBuilder larger = new SettingsBuilder().hidden(6).startFrom(file);
    assertThatThrownBy(() -> bits(larger, text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static double operatorBits(SettingsBuilder settings, String text) throws Exception {
    try (LearnHarness harness = new LearnHarness(settings)) {
      harness.send("a", text);
      harness.finish();
      return harness.scores().get(0).value().getBits();
    }
  }

  private static double bits(SettingsBuilder settings, String text) throws Exception {
    List<Score> scores = new ArrayList<>();
    try (StandaloneLearner learner =
        new StandaloneLearner(settings.build(), (key, score) -> scores.add(score))) {
      send(learner, 0, "a", text);
      learner.finish();
    }
    return scores.get(0).getBits();
  }

  private StandaloneLearner learner() throws IOException {
    return new StandaloneLearner(
        settings.build(),
        new ResultSink() {
          @Override
          public void score(String key, Score score) {
            scores.add(score);
          }

          @Override
          public void prediction(String key, Prediction prediction) {
            predictions.add(prediction);
          }
        });
  }

  private static void send(StandaloneLearner learner, long offset, String key, String text)
      throws Exception {
    Observations observations =
        text == null ? null : Observations.ofBytes(text.getBytes(StandardCharsets.US_ASCII));
    int characters = text == null ? 0 : text.length();
    learner.add(
        new InputRecord(
            key,
            LearnHarness.TOPIC,
            0,
            offset,
            LearnHarness.eventTime(offset),
            observations,
            characters));
  }
}
