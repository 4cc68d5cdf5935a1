package io.hyperstream.tools.bench.quality;

import io.hyperstream.tools.bench.CpuShare;
import io.hyperstream.tools.terminal.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A quality report for people, in 80 columns. */
public final class QualityTable {

  private static final int FILE_COLUMNS = 19;

  private QualityTable() {}

  /** The lines of the table. */
  public static List<String> lines(QualityReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%s, JDK %s, %d lane%s",
            report.machine().cpu(),
            report.machine().jdk(),
            report.lanes(),
            report.lanes() == 1 ? "" : "s"));
    lines.add(
        format(
            "One pass from a cold start, %d stream%s per file",
            report.split(), report.split() == 1 ? "" : "s"));
    lines.add("");
    lines.add(
        format(
            "%s%12s  %-20s%8s%9s%9s",
            VisibleText.fit("FILE", FILE_COLUMNS), "BYTES", "LEARNER", "SIZE", "BPC", "SYMB/S"));
    for (QualityReport.File file : report.files()) {
      for (QualityReport.Run run : file.runs()) {
        lines.add(
            format(
                "%s%,12d  %-20s%8s%9.4f%,9.0f%s",
                VisibleText.fit(file.file(), FILE_COLUMNS),
                file.bytes(),
                run.learner(),
                run.layers() + "x" + run.hidden(),
                run.bpc(),
                run.symbolsPerSecond(),
                CpuShare.isDisturbed(run.cpuShare()) ? "*" : ""));
      }
    }
    boolean disturbed =
        report.files().stream()
            .flatMap(file -> file.runs().stream())
            .anyMatch(run -> CpuShare.isDisturbed(run.cpuShare()));
    if (disturbed) {
      lines.add("* Something else ran on this core meanwhile: the speed is too low.");
    }
    return lines;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
