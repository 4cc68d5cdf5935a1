package io.hyperstream.tools.replay;

import io.hyperstream.tools.alert.AlertTable;
import io.hyperstream.tools.alert.ExplainedAlert;
import io.hyperstream.tools.alert.IncidentTable;
import io.hyperstream.tools.judge.JudgementTable;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A replay's report as text: a row per key, the total, and a summary of the run. */
final class ReportTable {

  private static final int KEY = 32;
  private static final int MAX_INCIDENTS = 20;
  private static final int MAX_EXPLAINED = 5;
  private static final int MAX_ALERTS = 50;

  /** More than the rest of the report takes: the reason for an alert is a list of words. */
  private static final int ALERT_COLUMNS = 120;

  private ReportTable() {}

  static List<String> lines(ReplayReport report) {
    List<String> lines = new ArrayList<>(keys(report));
    lines.add("");
    lines.addAll(run(report));
    if (!report.incidents().isEmpty()) {
      lines.add(Wording.count(report.incidents().size(), "incident"));
      lines.addAll(incidents(report.incidents()));
    }
    if (!report.alerts().isEmpty()) {
      lines.add(Wording.count(report.alerts().size(), "alert"));
      lines.addAll(alerts(report.alerts()));
    }
    if (report.judgement() != null) {
      lines.add("");
      lines.addAll(JudgementTable.lines(report.judgement()));
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

  /** The most important ones, and of equal ones the first. */
  private static List<String> incidents(List<ReplayIncident> incidents) {
    Comparator<ReplayIncident> priority =
        Comparator.comparingInt(incident -> incident.incident().priority());
    List<ReplayIncident> sorted = incidents.stream().sorted(priority.reversed()).toList();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(
        IncidentTable.lines(
            sorted.stream().limit(MAX_INCIDENTS).map(ReplayIncident::incident).toList(),
            ALERT_COLUMNS,
            ZoneId.systemDefault()));
    if (incidents.size() > MAX_INCIDENTS) {
      lines.add(Wording.of("... and %,d more: --json has all", incidents.size() - MAX_INCIDENTS));
    }
    lines.add("");
    for (ReplayIncident incident : sorted.subList(0, Math.min(MAX_EXPLAINED, sorted.size()))) {
      lines.addAll(ExplainedAlert.lines(incident.incident().best(), ALERT_COLUMNS));
      lines.add("");
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
}
