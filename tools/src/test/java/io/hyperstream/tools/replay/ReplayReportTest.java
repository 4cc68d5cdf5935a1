package io.hyperstream.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.job.text.Why;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.alert.ShownAlert;
import io.hyperstream.tools.alert.ShownIncident;
import io.hyperstream.tools.judge.Flagged;
import io.hyperstream.tools.judge.Judgement;
import io.hyperstream.tools.judge.Kind;
import io.hyperstream.tools.judge.Raised;
import io.hyperstream.tools.judge.Ranking;
import io.hyperstream.tools.judge.Runs;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;

class ReplayReportTest {

  private static final Judgement JUDGEMENT =
      new Judgement(
          2_000,
          143,
          new Judgement.WarmUp(500, 2, 1),
          new Ranking(0.875, 0.75, 1, 0.5),
          1_000,
          new Flagged(40, 0.625, 0.175, 8.0),
          new Flagged(4, 0.75, null, 1.25),
          new Runs(20, 3, 1.0, 7),
          new Raised(2, 1),
          List.of(
              new Kind(
                  "PANIC", 140, new Ranking(0.75, 0.5, 1, 0.5), 0.125, new Runs(18, 2, 1.5, 2)),
              new Kind("OOM", 3, null, 1, new Runs(2, 1, 7.0, 7))),
          List.of(new Judgement.Baseline("bits per symbol", new Ranking(0.5, 0.25, 0.75, 0.125))));

  private static final ReplayAlert ALERT =
      new ReplayAlert(
          new ShownAlert(
              "a",
              "line 12",
              0,
              AlertKind.SURPRISE,
              3.4,
              1.85,
              null,
              new Why(
                  "", "", "panic at", "\n", List.of(new Why.Way("all is well", 0.5)), "", 0, null)),
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
            "incidents",
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
  void theJudgementStandsBesideTheRest() throws Exception {
    ReplayReport report = report(List.of(), List.of(), JUDGEMENT);
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("auroc").asDouble()).isEqualTo(0.875);
    assertThat(json.get("aurocLow").asDouble()).isEqualTo(0.75);
    assertThat(json.get("aurocHigh").asDouble()).isEqualTo(1);
    assertThat(json.get("averagePrecision").asDouble()).isEqualTo(0.5);
    assertThat(json.get("atBudget").toString())
        .isEqualTo("{\"lines\":40,\"precision\":0.625,\"recall\":0.175,\"falsePerThousand\":8.0}");
    assertThat(json.at("/alerted/recall").isNull()).isTrue();
    assertThat(json.get("runs").toString())
        .isEqualTo("{\"labelled\":20,\"caught\":3,\"medianLines\":1.0,\"maxLines\":7}");
    assertThat(json.at("/kinds/0/kind").asText()).isEqualTo("PANIC");
    assertThat(json.at("/kinds/0/auroc").asDouble()).isEqualTo(0.75);
    assertThat(json.at("/baselines/0/name").asText()).isEqualTo("bits per symbol");
    assertThat(json.at("/baselines/0/aurocLow").asDouble()).isEqualTo(0.25);
    assertThat(json.has("surprise")).isFalse();
    assertThat(json.has("judgement")).isFalse();
    assertThat(report.table())
        .allMatch(line -> line.length() <= 80)
        .endsWith(
            "RANKED BY        AUROC    95% INTERVAL  AVERAGE PRECISION",
            "surprise         0.875  0.750 to 1.000              0.500",
            "bits per symbol  0.500  0.250 to 0.750              0.125",
            "",
            "2,000 lines, 143 of them anomalous",
            "Not judged: the warm-up of 500 lines, 2 of them anomalous, 1 with an alert",
            "",
            "FLAGGED BY         LINES  PRECISION  RECALL  FALSE PER 1,000",
            "surprise of 1,000     40      0.625   0.175             8.00",
            "alerts                 4      0.750                     1.25",
            "",
            "Alerts caught 3 of 20 runs of anomalous lines, by line 1 (median) to 7 of a run",
            "2 incidents raised, 1 of them for normal lines only",
            "",
            "WEAKEST KINDS  LINES  AUROC  RECALL  RUNS  CAUGHT",
            "PANIC            140  0.750   0.125    18       2",
            "OOM                3          1.000     2       1");
  }

  @Test
  void alertsAreListed() throws Exception {
    ReplayReport report = report(List.of(), Collections.nCopies(51, ALERT), JUDGEMENT);
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("alerts")).hasSize(51);
    assertThat(json.get("alerts").get(0).toString())
        .isEqualTo(
            "{\"key\":\"a\",\"record\":\"line 12\",\"time\":0,\"kind\":\"SURPRISE\","
                + "\"score\":3.4,\"threshold\":1.85,\"reason\":\"“panic at”, not “all is well”\","
                + "\"like\":\"\",\"why\":{\"context\":\"\",\"before\":\"\",\"stretch\":\"panic at\","
                + "\"after\":\"\\n\",\"expected\":[{\"continuation\":\"all is well\","
                + "\"probability\":0.5}],\"pattern\":\"\",\"likeSeen\":0,\"likeLastSeen\":null},"
                + "\"line\":12,\"anomalous\":true}");
    assertThat(json.at("/alerted/lines").asInt()).isEqualTo(4);
    assertThat(report.table())
        .contains(
            "51 alerts", "TIME      KEY  RECORD   SCORE  WHY", "... and 1 more: --json has all")
        .areExactly(
            50,
            new Condition<>(
                line ->
                    line.matches(
                        "\\d\\d:\\d\\d:00  a    line 12  1:3    “panic at”, not “all is well”"),
                "a line of the alert"));
  }

  @Test
  void incidentsAreListedTheMostImportantFirst() throws Exception {
    ReplayReport report =
        report(
            List.of(incident(IncidentStatus.CLOSED, 3), incident(IncidentStatus.OPEN, 5)),
            List.of(),
            null);
    JsonNode json = new ObjectMapper().readTree(report.toJson());
    assertThat(json.get("incidents")).hasSize(2);
    assertThat(json.at("/incidents/0").toString())
        .startsWith(
            "{\"id\":\"text/0@11\",\"key\":\"a\",\"status\":\"CLOSED\",\"kinds\":[\"SURPRISE\"],"
                + "\"priority\":3,\"count\":40,\"firstSeen\":0,\"lastSeen\":1000,"
                + "\"pattern\":\"panic at\",\"silencedBy\":null,\"best\":{\"key\":\"a\",\"record\":\"line 12\",");
    assertThat(json.at("/incidents/0/best/line").asInt()).isEqualTo(12);
    List<String> table = report.table();
    int head = table.indexOf("2 incidents");
    assertThat(table.subList(head + 1, head + 5))
        .extracting(line -> line.replaceFirst("^\\d\\d:\\d\\d:", "hh:mm:"))
        .containsExactly(
            "",
            "LAST            KEY  RECORD   PRIORITY  ALERTS  WHY",
            "hh:mm:01  open  a    line 12         5      40  “panic at”, not “all is well”",
            "hh:mm:01        a    line 12         3      40  “panic at”, not “all is well”");
  }

  @Test
  void theMostImportantIncidentsAreExplained() {
    List<ReplayIncident> incidents = Collections.nCopies(7, incident(IncidentStatus.OPEN, 5));
    List<String> table = report(incidents, List.of(), null).table();
    int first = table.indexOf("line 12  | panic at");
    assertThat(table.subList(first, first + 4))
        .containsExactly(
            "line 12  | panic at", //
            "           ^^^^^^^^",
            "expected   all is well  50%",
            "");
    assertThat(table).filteredOn("line 12  | panic at"::equals).hasSize(5);
  }

  private static ReplayIncident incident(IncidentStatus status, int priority) {
    return new ReplayIncident(
        new ShownIncident(
            "text/0@11",
            "a",
            status,
            List.of(AlertKind.SURPRISE),
            priority,
            40,
            0,
            1_000,
            "panic at",
            null,
            ALERT.alert()),
        ALERT);
  }

  private static ReplayReport report() {
    return report(List.of(), List.of(), null);
  }

  private static ReplayReport report(
      List<ReplayIncident> incidents, List<ReplayAlert> alerts, Judgement judgement) {
    Tally tally = new Tally(List.of("a", "b"));
    tally.add("b", score(600, 1000));
    tally.add("a", score(400, 1000));
    tally.add("a", score(600, 2000));
    return ReplayReport.of(tally, LEARNED, 12_000, "small", incidents, alerts, judgement);
  }

  private static Score score(int symbols, double bits) {
    Score score = new Score();
    score.setRecords(1);
    score.setSymbols(symbols);
    score.setBits(bits);
    score.setNetworkBits(2 * bits);
    return score;
  }
}
