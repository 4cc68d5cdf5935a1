package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelReportTest {

  @TempDir private Path folder;

  private final RecordScores scores = new RecordScores();

  @Test
  void comparesNoveltyAndAlertsWithTheLabels() throws Exception {
    ReplayInput input = input("- a\n- b\nX ccc\n- d\nX e\n- f\n- g\n");
    score(0, 1.0, 1);
    score(1, 2.0, 1);
    score(2, 9.0, 1);
    score(3, 3.0, 2);
    score(4, 2.5, 2);
    score(5, 1.0, 1);
    score(6, null, 0);
    alert(2, AlertKind.SURPRISE);
    alert(3, AlertKind.SURPRISE);
    alert(5, AlertKind.DRIFT);

    LabelReport report = LabelReport.of(input, scores, 2);
    // The last line was rejected, or had no symbol.
    assertThat(report.lines()).isEqualTo(6);
    assertThat(report.anomalous()).isEqualTo(2);
    assertThat(report.novelty().auroc()).isEqualTo(7 / 8.0);
    assertThat(report.novelty().averagePrecision()).isEqualTo((1 + 2 / 3.0) / 2);
    assertThat(report.alertedLines()).isEqualTo(2);
    assertThat(report.drifts()).isEqualTo(1);
    assertThat(report.quality().alertPrecision()).isEqualTo(0.5);
    assertThat(report.quality().alertRecall()).isEqualTo(0.5);
    // Lines 3 and 5 are normal and after the warm-up; one alert, one drift.
    assertThat(report.quality().alertsPerThousand()).isEqualTo(1_000);
    assertThat(report.baselines())
        .extracting(LabelReport.Baseline::name)
        .containsExactly("bits per symbol", "order-3 model, add one", "z-score of line length");
    assertThat(report.baselines().get(0).ranking().auroc())
        .isEqualTo((2 / 4.0 - 1 / 8.0 + 3.5 / 4) / 2);
  }

  @Test
  void whatThereIsNoneOfHasNoShare() throws Exception {
    ReplayInput input = input("- a\nX b\n");
    score(0, 1.0, 1);
    score(1, 2.0, 1);
    LabelReport report = LabelReport.of(input, scores, 500);
    assertThat(report.quality().alertPrecision()).isNull();
    assertThat(report.quality().alertRecall()).isNull();
    assertThat(report.quality().alertsPerThousand()).isNull();
  }

  @Test
  void refusesScoredLinesOfOneKind() throws Exception {
    ReplayInput input = input("- a\nX b\n");
    score(0, 1.0, 1);
    score(1, null, 0);
    assertThatThrownBy(() -> LabelReport.of(input, scores, 0))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("0 of 1 lines are anomalous");
  }

  private ReplayInput input(String text) throws Exception {
    return ReplayInput.labelledLines(List.of(Files.writeString(folder.resolve("log"), text)), 1);
  }

  private void score(long offset, Double novelty, double bpc) {
    Score score = new Score();
    score.setOffset(offset);
    score.setNovelty(novelty);
    score.setBpc(bpc);
    scores.add(score);
  }

  private void alert(long offset, AlertKind kind) {
    Alert alert = new Alert();
    alert.setOffset(offset);
    alert.setKind(kind);
    scores.add(alert);
  }
}
