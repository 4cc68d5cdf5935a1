package io.hyperstream.tools.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class JudgeTest {

  private static final double WARM_UP = Double.NaN;

  private final Judge judge = new Judge(100);

  @Test
  void comparesSurpriseAndAlertsWithTheLabels() {
    line("X", WARM_UP, 8);
    line("-", WARM_UP, 8);
    line("-", 1, 1);
    line("X", 500, 9);
    line("-", 200, 2, "drift");
    line("X", 99, 2, "one", "two");
    line("-", 3, 3, "one");
    judge.add("log", new Label("X"), bytes("rejected"), null);

    Judgement judgement = judge.judgement();
    assertThat(judgement.warmUp()).isEqualTo(new Judgement.WarmUp(2, 1, 0));
    assertThat(judgement.lines()).isEqualTo(5);
    assertThat(judgement.anomalous()).isEqualTo(2);
    // 500 is above all three normal lines, 99 above two of them.
    assertThat(judgement.surprise().auroc()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
    assertThat(judgement.surprise().averagePrecision()).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
    // 500 and 200 reach 100.
    assertThat(judgement.atBudget()).isEqualTo(new Flagged(2, 0.5, 0.5, 1_000 / 3.0));
    // A line with two alerts counts once; an alert of any kind counts.
    assertThat(judgement.alerted()).isEqualTo(new Flagged(3, 1 / 3.0, 0.5, 2_000 / 3.0));
    // The incident that goes on with a normal line is right.
    assertThat(judgement.raised()).isEqualTo(new Raised(3, 1));
    assertThat(judgement.baselines())
        .extracting(Judgement.Baseline::name)
        .containsExactly(
            "bits per symbol",
            "order-3 model, add one",
            "z-score of line length",
            "rarity of words",
            "number of new words",
            "share of new trigrams");
    assertThat(judgement.bits().auroc()).isCloseTo((1 + 1.5 / 3) / 2, within(1e-12));
  }

  @Test
  void runsAreConsecutiveLinesOfAStreamWithOneLabel() {
    line("X", 1, 1);
    line("X", 1, 1);
    judge.add("other", Label.NORMAL, bytes("a"), outcome(1, 1));
    line("X", 1, 1, "late");
    line("X", 1, 1, "later");
    line("Y", 1, 1);
    line("-", 1, 1);
    line("X", 1, 1, "at once");
    judge.add("other", new Label("X"), bytes("a"), outcome(1, 1));

    Judgement judgement = judge.judgement();
    assertThat(judgement.runs()).isEqualTo(new Runs(4, 2, 2.0, 3));
    assertThat(judgement.kinds()).extracting(Kind::kind).containsExactlyInAnyOrder("X", "Y");
    Kind y = judgement.kinds().stream().filter(kind -> kind.kind().equals("Y")).findAny().get();
    assertThat(y.runs()).isEqualTo(new Runs(1, 0, null, null));
  }

  @Test
  void theWeakestKindIsFirstAndIsRankedAmongNormalLines() {
    line("-", 10, 1);
    line("-", 20, 1);
    line("easy", 500, 1);
    line("hard", 15, 1);
    line("easy", 300, 1);
    line("middling", 30, 1);

    Judgement judgement = judge.judgement();
    assertThat(judgement.kinds())
        .extracting(
            kind ->
                "%s %d %s %s"
                    .formatted(
                        kind.kind(), kind.lines(), kind.ranking().auroc(), kind.recallAtBudget()))
        .containsExactly("hard 1 0.5 0.0", "easy 2 1.0 1.0", "middling 1 1.0 0.0");
  }

  @Test
  void whereAllLinesAreNormalOnlyFalseAlarmsAreReported() {
    line("-", 1, 1);
    line("-", 100, 1, "one");
    line("-", 1, 1);
    line("-", 1, 1);

    Judgement judgement = judge.judgement();
    assertThat(judgement.surprise()).isNull();
    assertThat(judgement.bits()).isNull();
    assertThat(judgement.baselines()).isEmpty();
    assertThat(judgement.kinds()).isEmpty();
    assertThat(judgement.atBudget()).isEqualTo(new Flagged(1, 0.0, null, 250.0));
    assertThat(judgement.alerted()).isEqualTo(new Flagged(1, 0.0, null, 250.0));
    assertThat(judgement.runs()).isEqualTo(new Runs(0, 0, null, null));
    assertThat(judgement.raised()).isEqualTo(new Raised(1, 1));
    assertThat(JudgementTable.lines(judgement))
        .containsExactly(
            "4 lines, 0 of them anomalous",
            "Not judged: the warm-up of 0 lines, 0 of them anomalous, 0 with an alert",
            "",
            "FLAGGED BY       LINES  PRECISION  RECALL  FALSE PER 1,000",
            "surprise of 100      1      0.000                   250.00",
            "alerts               1      0.000                   250.00",
            "",
            "1 incident raised, 1 of them for normal lines only");
  }

  @Test
  void anAlertOfTheWarmUpIsReportedApart() {
    line("-", WARM_UP, 1, "one");
    Judgement judgement = judge.judgement();
    assertThat(judgement.warmUp()).isEqualTo(new Judgement.WarmUp(1, 0, 1));
    assertThat(judgement.lines()).isZero();
    assertThat(judgement.alerted()).isEqualTo(new Flagged(0, null, null, null));
  }

  @Test
  void theMedianIsInTheMiddle() {
    assertThat(Median.of(DoubleStream.of(5, 1, 2))).isEqualTo(2);
    assertThat(Median.of(DoubleStream.of(5, 1, 2, 4))).isEqualTo(3);
    assertThat(Median.of(DoubleStream.empty())).isNull();
  }

  private void line(String label, double surprise, double bpc, String... incidents) {
    judge.add("log", new Label(label), bytes("line"), outcome(surprise, bpc, incidents));
  }

  private static LineOutcome outcome(double surprise, double bpc, String... incidents) {
    return new LineOutcome(surprise, bpc, Set.of(incidents));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
