package io.hyperstream.job.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.failure.UnrecoverableException;
import io.hyperstream.job.learn.LearnHarness.Keyed;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Feedback;
import io.hyperstream.schemas.FeedbackAction;
import io.hyperstream.schemas.Future;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The learn operator on streams of numbers. */
class LearnOperatorVectorTest {

  private static final String[] NAMES = {"cpu", "heap"};
  private static final double BUDGET = 100;

  private final Random random = new Random(1);

  private static SettingsBuilder settings() {
    return new SettingsBuilder().shape(4, 2).vectors(2).alerts(BUDGET, 120, 5);
  }

  /** A load around 50, and a heap around a billion that rises by itself. */
  private double[] usual(int i) {
    return new double[] {
      50 + 5 * random.nextGaussian(), 1e9 + 1e6 * (i % 20) + 1e5 * random.nextGaussian()
    };
  }

  private void send(LearnHarness harness, String key, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      harness.sendVectors(key, NAMES, usual(i));
    }
  }

  @Test
  void eachRecordHasAScoreInBitsOfDensity() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings())) {
      send(harness, "k", 200);
      harness.sendVectors("k", NAMES, usual(0), usual(1), new double[] {Double.NaN, Double.NaN});
      harness.finish();
      List<Keyed<Score>> scores = harness.scores();
      assertThat(scores).hasSize(201);
      Score first = scores.get(0).value();
      assertThat(first.getSymbols()).isOne();
      assertThat(first.getCharacters()).isNull();
      assertThat(first.getSurprise()).isNull();
      assertThat(first.getBy()).isNull();
      Score last = scores.get(200).value();
      assertThat(last.getSymbols()).isEqualTo(3);
      assertThat(last.getKeySymbols()).isEqualTo(203);
      assertThat(last.getBpc()).isCloseTo(last.getBits() / 3, within(1e-9));
      assertThat(last.getNetworkBits()).isEqualTo(last.getBits());
      assertThat(last.getSurprise()).isGreaterThanOrEqualTo(1);
      assertThat(last.getBy()).isIn("cpu", "heap");
      assertThat(last.getRanges()).isNull();
      // Densities of a billion, give or take millions: 20 bits and more. A tenth of it: fewer.
      assertThat(scores.get(199).value().getBits()).isGreaterThan(15);
    }
  }

  @Test
  void aDensityMayCostLessThanNothing() throws Exception {
    try (LearnHarness harness = new LearnHarness(new SettingsBuilder().shape(4, 2).vectors(1))) {
      for (int i = 0; i < 100; i++) {
        harness.sendVectors("k", NAMES, new double[] {1e-6 * random.nextGaussian()});
      }
      harness.finish();
      List<Keyed<Score>> scores = harness.scores();
      assertThat(scores.get(99).value().getBits()).isNegative();
      assertThat(scores.get(99).value().getKeyBpc()).isNegative();
    }
  }

  @Test
  void onRequestAScoreSaysWhatWasExpected() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings().scorePerSymbol())) {
      send(harness, "k", 600);
      harness.sendVectors("k", NAMES, new double[] {51, Double.NaN});
      harness.finish();
      List<Keyed<Score>> scores = harness.scores();
      int within = 0;
      for (Keyed<Score> score : scores.subList(300, 600)) {
        var cpu = score.value().getRanges().get(0);
        within += cpu.getValue() > cpu.getLow() && cpu.getValue() < cpu.getHigh() ? 1 : 0;
        assertThat(cpu.getMiddle()).isBetween(cpu.getLow(), cpu.getHigh());
      }
      assertThat(within / 300.0).isCloseTo(0.9, within(0.07));
      var last = scores.get(600).value().getRanges();
      assertThat(last).hasSize(2);
      assertThat(last.get(0).getValue()).isEqualTo(51);
      assertThat(last.get(1).getValue()).isNull();
      assertThat(last.get(1).getMiddle()).isCloseTo(1e9, within(1e8));
    }
  }

  @Test
  void anAlertSaysWhichNumberDidItAndWhatWasExpected() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings())) {
      send(harness, "k", 400);
      harness.alerts();
      harness.sendVectors("k", NAMES, usual(0), new double[] {500, 1e9});
      harness.sendVectors("k", NAMES, new double[] {400, 1e9});
      send(harness, "k", 10);
      harness.finish();
      List<Alert> alerts =
          harness.alerts().stream().map(Keyed::value).filter(a -> a.getOffset() >= 400).toList();
      assertThat(alerts).hasSize(1);
      Alert alert = alerts.get(0);
      assertThat(alert.getOffset()).isEqualTo(400);
      assertThat(alert.getKind()).isEqualTo(AlertKind.SURPRISE);
      assertThat(alert.getScore()).isGreaterThan(BUDGET);
      assertThat(alert.getBy()).isEqualTo("cpu");
      assertThat(alert.getPattern()).isEqualTo("cpu");
      assertThat(alert.getNames()).containsExactly("cpu", "heap");
      assertThat(alert.getVectors()).hasSize(64);
      assertThat(alert.getRecordStart()).isEqualTo(62);
      assertThat(alert.getStretchStart()).isEqualTo(63);
      assertThat(alert.getVectors().get(63)).containsExactly(500.0, 1e9);
      assertThat(alert.getMiddle())
          .isBetween(alert.getLow(), alert.getHigh())
          .isBetween(40.0, 60.0);
      assertThat(alert.getHigh()).isLessThan(100);
      assertThat(harness.incidents()).isNotEmpty();
    }
  }

  @Test
  void aRuleForANumberSilencesIt() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings())) {
      Feedback rule =
          Feedback.newBuilder()
              .setAction(FeedbackAction.DO_NOT_REPORT)
              .setPatterns(List.of("cpu"))
              .build();
      harness.say("rule", rule);
      harness.say(
          "other",
          Feedback.newBuilder()
              .setAction(FeedbackAction.DO_NOT_LEARN)
              .setPatterns(List.of("backup"))
              .build());
      send(harness, "k", 400);
      harness.alerts();
      harness.sendVectors("k", NAMES, new double[] {500, 1e9});
      harness.finish();
      assertThat(harness.alerts()).noneMatch(alert -> alert.value().getOffset() == 400);
    }
  }

  @Test
  void aPredictionIsAFanOfFutures() throws Exception {
    try (LearnHarness harness = new LearnHarness(settings().predict(5, 3, 0))) {
      send(harness, "k", 300);
      harness.finish();
      List<Keyed<Prediction>> predictions = harness.predictions();
      Prediction last = predictions.get(predictions.size() - 1).value();
      assertThat(last.getPosition()).isEqualTo(300);
      assertThat(last.getCandidates()).isEmpty();
      assertThat(last.getFuture()).extracting(Future::getName).containsExactly("cpu", "heap");
      Future cpu = last.getFuture().get(0);
      assertThat(cpu.getMean()).hasSize(3).allSatisfy(m -> assertThat(m).isBetween(40.0, 60.0));
      assertThat(cpu.getDeviation()).allSatisfy(d -> assertThat(d).isBetween(1.0, 20.0));
      assertThat(cpu.getQuantiles())
          .extracting(quantile -> quantile.getLevel())
          .containsExactly(0.05, 0.25, 0.5, 0.75, 0.95);
      for (int t = 0; t < 3; t++) {
        int at = t;
        assertThat(cpu.getQuantiles())
            .extracting(quantile -> quantile.getValues().get(at))
            .isSorted();
      }
    }
  }

  @Test
  void aRestoreGoesOnExactly() throws Exception {
    List<Double> whole = new ArrayList<>();
    List<Double> halves = new ArrayList<>();
    for (List<Double> bits : List.of(whole, halves)) {
      random.setSeed(7);
      SettingsBuilder settings = settings().scorePerSymbol();
      LearnHarness harness = new LearnHarness(settings);
      for (int i = 0; i < 300; i++) {
        if (i == 149 && bits == halves) {
          harness.scores();
          harness = harness.restart(settings);
        } else if (i == 149) {
          harness.scores();
        }
        harness.sendVectors(i % 3 == 0 ? "a" : "b", NAMES, usual(i));
      }
      harness.finish();
      for (Keyed<Score> score : harness.scores()) {
        bits.add(score.value().getBits());
        bits.add(score.value().getSurprise());
        bits.add(score.value().getRanges().get(1).getHigh());
      }
      harness.close();
    }
    assertThat(halves).hasSizeGreaterThan(400).isEqualTo(whole);
  }

  @Test
  void aStateOfAnotherKindOfObservationsIsRefusedByName() throws Exception {
    try (LearnHarness harness = new LearnHarness(new SettingsBuilder().shape(4, 2))) {
      harness.send("k", "some text");
      assertThatThrownBy(() -> harness.restart(settings()))
          .isInstanceOf(UnrecoverableException.class)
          .hasMessageContaining("has learned text or token ids")
          .hasMessageContaining("the options say vectors of 2 numbers");
    }
    try (LearnHarness harness = new LearnHarness(settings())) {
      harness.sendVectors("k", NAMES, usual(0));
      assertThatThrownBy(() -> harness.restart(new SettingsBuilder().shape(4, 2)))
          .hasMessageContaining("has learned vectors of 2 numbers")
          .hasMessageContaining("the options say text or token ids");
    }
    try (LearnHarness harness = new LearnHarness(settings())) {
      harness.sendVectors("k", NAMES, usual(0));
      assertThatThrownBy(() -> harness.restart(settings().vectors(3)))
          .hasMessageContaining("the options say vectors of 3 numbers");
    }
  }
}
