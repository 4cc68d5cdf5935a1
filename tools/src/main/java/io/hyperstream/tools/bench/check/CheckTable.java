package io.hyperstream.tools.bench.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A check report for people, in 80 columns. */
public final class CheckTable {

  private static final String HEADER = "  %-24s%9s%9s%9s  %s";
  private static final String ROW = "  %-24s%9.1e%9.1e%9.1e  %s%s";

  private CheckTable() {}

  /** The lines of the table. */
  public static List<String> lines(CheckReport report) {
    List<String> lines = new ArrayList<>();
    for (CheckReport.Checked checked : report.checked()) {
      lines.add(
          format(
              "%s: %s the bound %.0e",
              checked.backend(), checked.passed() ? "within" : "OFF, beyond", checked.bound()));
      lines.add(format(HEADER, "SAMPLE", "LOSS", "STATES", "WORST", "OF"));
      for (CheckReport.Row row : checked.samples()) {
        String mark = row.passed() ? "" : "*";
        lines.add(
            format(ROW, row.sample(), row.loss(), row.states(), row.worst(), row.worstOf(), mark));
      }
      lines.add("");
    }
    report.absent().forEach(reason -> lines.add("Not checked: " + reason));
    lines.add(
        report.passed()
            ? "Every back end that loads here computes what it should."
            : "A back end computes something else (*).");
    return lines;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
