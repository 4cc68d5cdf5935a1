package io.hyperstream.tools.replay;

import io.hyperstream.tools.terminal.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people: a row per key, the total, and how the run went, in 80 columns. */
public final class ReportTable {

  private static final int KEY_COLUMNS = 32;
  private static final String HEADER = "%s%15s%11s%14s%8s";
  private static final String ROW = "%s%,15d%,11d%,14.0f%8.4f";

  private static final String RANKING_HEADER = "%-24s%8s%18s%20s";
  private static final String RANKING_ROW = "%-24s%8.3f%18s%20.3f";

  private ReportTable() {}

  /** The lines of the table. */
  public static List<String> lines(ReplayReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(format(HEADER, key("KEY"), "SYMBOLS", "RECORDS", "BITS", "BPC"));
    for (ReplayReport.Key key : report.keys()) {
      lines.add(row(key.key(), key.symbols(), key.records(), key.bits(), key.bpc()));
    }
    if (report.keys().size() > 1) {
      lines.add(row("total", report.symbols(), report.records(), report.bits(), report.bpc()));
    }
    lines.add("");
    lines.add(
        format(
            "%.1f s, %,.0f symbols/s; %,d steps of preset %s on back end %s",
            report.seconds(),
            report.symbolsPerSecond(),
            report.steps(),
            report.preset(),
            report.backend()));
    if (report.networkBpc() != report.bpc()) {
      lines.add(format("%.4f BPC by the network alone", report.networkBpc()));
    }
    if (report.rejected() > 0) {
      lines.add(format("%,d records were rejected", report.rejected()));
    }
    if (report.skippedSteps() > 0) {
      lines.add(format("%,d steps were skipped: not everything was finite", report.skippedSteps()));
    }
    if (report.alerts() > 0) {
      lines.add(format("%,d alerts", report.alerts()));
    }
    if (report.labels() != null) {
      lines.add("");
      addLabels(report.labels(), lines);
    }
    return lines;
  }

  private static void addLabels(LabelReport labels, List<String> lines) {
    lines.add(format(RANKING_HEADER, "RANKED BY", "AUROC", "95% INTERVAL", "AVERAGE PRECISION"));
    lines.add(ranking(labels.novelty()));
    labels.baselines().forEach(baseline -> lines.add(ranking(baseline)));
    lines.add("");
    lines.add(format("%,d lines, %,d of them anomalous", labels.lines(), labels.anomalous()));
    lines.add(
        format(
            "%,d lines raised an alert after the first %,d of a key; %,d drifts",
            labels.alerts(), labels.warmUp(), labels.drifts()));
    lines.add(
        format(
            "precision %s, recall %s, %s alerts per 1,000 normal lines",
            share(labels.alertPrecision()),
            share(labels.alertRecall()),
            share(labels.alertsPerThousand())));
  }

  private static String ranking(LabelReport.Baseline row) {
    String interval = format("%.3f to %.3f", row.aurocLow(), row.aurocHigh());
    return format(RANKING_ROW, row.name(), row.auroc(), interval, row.averagePrecision());
  }

  private static String share(Double value) {
    return value == null ? "-" : format("%.3f", value);
  }

  private static String row(String key, long symbols, long records, double bits, double bpc) {
    return format(ROW, key(key), symbols, records, bits, bpc);
  }

  private static String key(String key) {
    return VisibleText.fit(key, KEY_COLUMNS);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
