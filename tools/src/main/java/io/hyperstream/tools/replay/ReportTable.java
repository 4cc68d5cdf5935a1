package io.hyperstream.tools.replay;

import io.hyperstream.tools.alert.AlertTable;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A replay's report as text: a row per key, the total, and a summary of the run. */
final class ReportTable {

  private static final int KEY = 32;
  private static final int MAX_ALERTS = 50;

  /** More than the rest of the report takes: the reason for an alert is a list of words. */
  private static final int ALERT_COLUMNS = 120;

  private ReportTable() {}

  static List<String> lines(ReplayReport report) {
    List<String> lines = new ArrayList<>(keys(report));
    lines.add("");
    lines.addAll(run(report));
    if (!report.alerts().isEmpty()) {
      lines.add(Wording.count(report.alerts().size(), "alert"));
      lines.addAll(alerts(report.alerts()));
    }
    if (report.labels() != null) {
      lines.add("");
      lines.addAll(labels(report.labels()));
    }
    return lines;
  }

  private static List<String> keys(ReplayReport report) {
    List<ReplayReport.Key> rows = new ArrayList<>(report.keys());
    if (rows.size() > 1) {
      ReplayReport.Counts counts = report.counts();
      rows.add(new ReplayReport.Key("total", counts.symbols(), counts.records(), report.bits()));
    }
    return new TextTable<ReplayReport.Key>()
        .text("KEY", KEY, ReplayReport.Key::key)
        .number("SYMBOLS", "%,d", ReplayReport.Key::symbols)
        .number("RECORDS", "%,d", ReplayReport.Key::records)
        .number("BITS", "%,.0f", row -> row.bits().bits())
        .number("BPC", "%.4f", row -> row.bits().bpc())
        .lines(rows);
  }

  private static List<String> run(ReplayReport report) {
    ReplayReport.Learning learning = report.learning();
    List<String> lines = new ArrayList<>();
    lines.add(
        Wording.of(
            "%.1f s, %,.0f symbols/s; %s of preset %s on back end %s",
            report.pace().seconds(),
            report.pace().symbolsPerSecond(),
            Wording.count(learning.steps(), "step"),
            learning.preset(),
            learning.backend()));
    if (report.bits().networkBpc() != report.bits().bpc()) {
      lines.add(Wording.of("%.4f BPC of the network alone", report.bits().networkBpc()));
    }
    if (report.counts().rejected() > 0) {
      lines.add("Rejected: " + Wording.count(report.counts().rejected(), "record"));
    }
    if (learning.skippedSteps() > 0) {
      lines.add(
          "Skipped because a value was not finite: "
              + Wording.count(learning.skippedSteps(), "step"));
    }
    return lines;
  }

  private static List<String> alerts(List<ReplayAlert> alerts) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(
        AlertTable.lines(
            alerts.stream().limit(MAX_ALERTS).map(ReplayAlert::alert).toList(),
            ALERT_COLUMNS,
            ZoneId.systemDefault()));
    if (alerts.size() > MAX_ALERTS) {
      lines.add(Wording.of("... and %,d more: --json has all", alerts.size() - MAX_ALERTS));
    }
    return lines;
  }

  private static List<String> labels(LabelReport report) {
    List<LabelReport.Baseline> rows = new ArrayList<>();
    rows.add(new LabelReport.Baseline("novelty", report.novelty()));
    rows.addAll(report.baselines());
    List<String> lines = new ArrayList<>();
    lines.addAll(
        new TextTable<LabelReport.Baseline>()
            .text("RANKED BY", KEY, LabelReport.Baseline::name)
            .number("AUROC", "%.3f", row -> row.ranking().auroc())
            .number("95% INTERVAL", "%s", row -> interval(row.ranking()))
            .number("AVERAGE PRECISION", "%.3f", row -> row.ranking().averagePrecision())
            .lines(rows));
    lines.add("");
    lines.add(
        Wording.of(
            "%s, %,d of them anomalous",
            Wording.count(report.lines(), "line"), report.anomalous()));
    lines.add(
        Wording.of(
            "%s raised an alert after the first %,d of a key; %s",
            Wording.count(report.alertedLines(), "line"),
            report.warmUp(),
            Wording.count(report.drifts(), "drift")));
    LabelReport.AlertQuality quality = report.quality();
    lines.add(
        Wording.of(
            "precision %s, recall %s, %s alerts per 1,000 normal lines",
            share(quality.alertPrecision()),
            share(quality.alertRecall()),
            share(quality.alertsPerThousand())));
    return lines;
  }

  private static String interval(Ranking ranking) {
    return Wording.of("%.3f to %.3f", ranking.low(), ranking.high());
  }

  private static String share(Double value) {
    return value == null ? "-" : Wording.of("%.3f", value);
  }
}
