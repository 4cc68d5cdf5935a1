package io.hyperstream.tools.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.tools.judge.Flagged;
import io.hyperstream.tools.judge.Judgement;
import io.hyperstream.tools.judge.Kind;
import io.hyperstream.tools.judge.Raised;
import io.hyperstream.tools.judge.Ranking;
import io.hyperstream.tools.judge.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertsReportTest {

  private static final AlertsReport REPORT =
      new AlertsReport(
          List.of(
              log("a.value.log", 0.875, 0.9, new Kind("value", 40, ranking(0.875), 0.25, runs(40))),
              normal("usual.log"),
              log("b.order.log", 0.5, 0.5, new Kind("order", 40, ranking(0.5), 0.5, runs(40))),
              log("c.value.log", 1, 0.25, new Kind("value", 40, ranking(1), 0.75, runs(40)))),
          List.of("/logs/d.log is empty: there is nothing to learn from"));

  @Test
  void theTableHasEachFileThenTheScoresAndTheKinds() {
    assertThat(REPORT.table())
        .allMatch(line -> line.length() <= 80)
        .containsExactly(
            "FILE         AUROC   BITS  PREC.  RECALL  FALSE  CAUGHT  WRONG",
            "a.value.log  0.875  0.900  0.500   0.625   1.50   17/40   0.25*",
            "usual.log                                  1.50     0/0   0.25",
            "b.order.log  0.500  0.500  0.500   0.625   1.50   17/40   0.25",
            "c.value.log  1.000  0.250  0.500   0.625   1.50   17/40   0.25",
            "* Surprise ranks worse than bits per symbol, by more than 0.01 AUROC.",
            "",
            "RANKED BY         MEAN  MEDIAN  PREC.  WORST  WORST FILE",
            "surprise         0.792   0.875  0.500  0.500  b.order.log",
            "bits per symbol  0.550   0.500  0.500  0.250  c.value.log",
            "",
            "WEAKEST KINDS  FILES  AUROC  PREC.  RECALL",
            "order              1  0.500  0.500   0.500",
            "value              2  0.938  0.500   0.500",
            "",
            "1 file could not be judged:",
            "/logs/d.log is empty: there is nothing to learn from");
  }

  @Test
  void jsonHasTheJudgementOfEachFile() throws Exception {
    JsonNode json = new ObjectMapper().readTree(REPORT.toJson());
    assertThat(json.at("/files/0/file").asText()).isEqualTo("a.value.log");
    assertThat(json.at("/files/0/auroc").asDouble()).isEqualTo(0.875);
    assertThat(json.at("/files/0/worseThanBits").asBoolean()).isTrue();
    assertThat(json.at("/files/2/worseThanBits").asBoolean()).isFalse();
    assertThat(json.at("/files/1").has("auroc")).isFalse();
    assertThat(json.at("/scores/0/mean").asDouble()).isEqualTo((0.875 + 0.5 + 1) / 3);
    assertThat(json.at("/scores/1/worstFile").asText()).isEqualTo("c.value.log");
    assertThat(json.at("/kinds/1/recall").asDouble()).isEqualTo(0.5);
    assertThat(json.get("failures")).hasSize(1);
  }

  private static JudgedLog log(String file, double auroc, double bits, Kind kind) {
    return judged(
        file,
        new Flagged(30, 0.8, 0.625, 1.5),
        ranking(auroc),
        runs(40),
        List.of(kind),
        List.of(new Judgement.Baseline("bits per symbol", ranking(bits))));
  }

  private static JudgedLog normal(String file) {
    return judged(
        file,
        new Flagged(3, 0.0, null, 1.5),
        null,
        new Runs(0, 0, null, null),
        List.of(),
        List.of());
  }

  private static JudgedLog judged(
      String file,
      Flagged atBudget,
      Ranking surprise,
      Runs runs,
      List<Kind> kinds,
      List<Judgement.Baseline> baselines) {
    return new JudgedLog(
        file,
        1.5,
        new Judgement(
            2_000,
            40,
            new Judgement.WarmUp(300, 0, 0),
            surprise,
            1_000,
            atBudget,
            new Flagged(20, 0.85, 0.425, 0.25),
            runs,
            new Raised(18, 1),
            kinds,
            baselines));
  }

  private static Ranking ranking(double auroc) {
    return new Ranking(auroc, auroc, auroc, 0.5);
  }

  private static Runs runs(int labelled) {
    return new Runs(labelled, 17, 1.0, 1);
  }
}
