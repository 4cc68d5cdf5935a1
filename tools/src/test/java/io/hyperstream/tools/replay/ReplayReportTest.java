package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.alert.ShownAlert;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

class ReplayReportTest {

  private static final LabelReport LABELS =
      new LabelReport(
          2_000,
          143,
          new Ranking(0.875, 0.75, 1, 0.5),
          500,
          4,
          1,
          new LabelReport.AlertQuality(0.75, null, 1.25),
          List.of(
              new LabelReport.Baseline("bits per symbol", new Ranking(0.5, 0.25, 0.75, 0.125))));

  private static final ReplayAlert ALERT =
      new ReplayAlert(
          new ShownAlert(
              "a",
              "line 12",
              0,
              AlertKind.SURPRISE,
              3.4,
              1.85,
              List.of(new ShownAlert.Word("panic", 0), new ShownAlert.Word("at", 3))),
          Place.line(12, true));

  private static final LearnSummary LEARNED = new LearnSummary(10_000, 7, 0, "vector");

  @Test
  void jsonHoldsTotalsAndKeys() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report().toJson());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "symbols",
            "records",
            "rejected",
            "bits",
            "bpc",
            "networkBpc",
            "seconds",
            "symbolsPerSecond",
            "steps",
            "skippedSteps",
            "backend",
            "preset",
            "keys",
            "alerts");
    assertThat(json.get("symbols").asLong()).isEqualTo(1600);
    assertThat(json.get("bpc").asDouble()).isEqualTo(2.5);
    assertThat(json.get("networkBpc").asDouble()).isEqualTo(5);
    assertThat(json.get("seconds").asDouble()).isEqualTo(2);
    assertThat(json.get("symbolsPerSecond").asDouble()).isEqualTo(800);
    assertThat(json.get("keys").get(1).toString())
        .isEqualTo(
            "{\"key\":\"b\",\"symbols\":600,\"records\":1,\"bits\":1000.0,\"bpc\":1.6666666666666667,\"networkBpc\":3.3333333333333335}");
    assertThat(report().toJson()).doesNotContain("\n");
  }

  @Test
  void tableHasARowPerKeyAndTheTotalIn80Columns() {
    assertThat(report().table())
        .containsExactly(
            "KEY    SYMBOLS  RECORDS   BITS     BPC",
            "a        1,000        2  3,000  3.0000",
            "b          600        1  1,000  1.6667",
            "total    1,600        3  4,000  2.5000",
            "",
            "2.0 s, 800 symbols/s; 7 steps of preset small on back end vector",
            "5.0000 BPC of the network alone");
  }

  @Test
  void tableNamesWhatWentWrong() {
    Tally tally = new Tally(List.of("k".repeat(100)));
    tally.addRejected();
    ReplayReport report =
        ReplayReport.of(
            tally,
            new LearnSummary(Long.MAX_VALUE, 3, 2, "vector"),
            Long.MIN_VALUE,
            "ptb",
            List.of(),
            null);
    assertThat(report.table())
        .allMatch(line -> line.length() <= 80)
        .contains(
            "0.0 s, 0 symbols/s; 3 steps of preset ptb on back end vector",
            "Rejected: 1 record",
            "Skipped because a value was not finite: 2 steps");
  }

  @Test
  void labelsStandBesideTheRest() throws Exception {
    ReplayReport report = report(List.of(), LABELS);
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("auroc").asDouble()).isEqualTo(0.875);
    assertThat(json.get("aurocLow").asDouble()).isEqualTo(0.75);
    assertThat(json.get("aurocHigh").asDouble()).isEqualTo(1);
    assertThat(json.get("averagePrecision").asDouble()).isEqualTo(0.5);
    assertThat(json.get("alertPrecision").asDouble()).isEqualTo(0.75);
    assertThat(json.get("alertRecall").isNull()).isTrue();
    assertThat(json.get("baselines").get(0).get("name").asText()).isEqualTo("bits per symbol");
    assertThat(json.get("baselines").get(0).get("aurocLow").asDouble()).isEqualTo(0.25);
    assertThat(json.has("novelty")).isFalse();
    assertThat(json.has("labels")).isFalse();
    assertThat(report.table())
        .allMatch(line -> line.length() <= 80)
        .endsWith(
            "RANKED BY        AUROC    95% INTERVAL  AVERAGE PRECISION",
            "novelty          0.875  0.750 to 1.000              0.500",
            "bits per symbol  0.500  0.250 to 0.750              0.125",
            "",
            "2,000 lines, 143 of them anomalous",
            "4 lines raised an alert after the first 500 of a key; 1 drift",
            "precision 0.750, recall -, 1.250 alerts per 1,000 normal lines");
  }

  @Test
  void alertsAreListed() throws Exception {
    ReplayReport report = report(Collections.nCopies(51, ALERT), LABELS);
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("alerts")).hasSize(51);
    assertThat(json.get("alerts").get(0).toString())
        .isEqualTo(
            "{\"key\":\"a\",\"record\":\"line 12\",\"time\":0,\"kind\":\"SURPRISE\","
                + "\"score\":3.4,\"threshold\":1.85,\"reason\":\"new: panic; rare: at\","
                + "\"words\":[{\"word\":\"panic\",\"before\":0},{\"word\":\"at\",\"before\":3}],"
                + "\"line\":12,\"anomalous\":true}");
    assertThat(json.get("alertedLines").asInt()).isEqualTo(4);
    assertThat(report.table())
        .contains(
            "51 alerts", "TIME      KEY  RECORD   SCORE  WHY", "... and 1 more: --json has all")
        .areExactly(
            50,
            new Condition<>(
                line ->
                    line.matches("\\d\\d:\\d\\d:00  a    line 12   \\+3.4  new: panic; rare: at"),
                "a line of the alert"));
  }

  private static ReplayReport report() {
    return report(List.of(), null);
  }

  private static ReplayReport report(List<ReplayAlert> alerts, LabelReport labels) {
    Tally tally = new Tally(List.of("a", "b"));
    tally.add("b", score(600, 1000));
    tally.add("a", score(400, 1000));
    tally.add("a", score(600, 2000));
    return ReplayReport.of(tally, LEARNED, 12_000, "small", alerts, labels);
  }

  private static Score score(int symbols, double bits) {
    Score score = new Score();
    score.setSymbols(symbols);
    score.setBits(bits);
    score.setNetworkBits(2 * bits);
    return score;
  }
}
