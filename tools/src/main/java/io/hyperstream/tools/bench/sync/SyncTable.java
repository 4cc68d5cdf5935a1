package io.hyperstream.tools.bench.sync;

import io.hyperstream.tools.bench.CpuShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report of learners that share, for people, in 80 columns. */
public final class SyncTable {

  private static final double MEGABYTE = 1e6;

  private SyncTable() {}

  /** The lines of the table. */
  public static List<String> lines(SyncReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%s, JDK %s, %d lane%s per learner",
            report.machine().cpu(),
            report.machine().jdk(),
            report.lanes(),
            report.lanes() == 1 ? "" : "s"));
    lines.add(
        format(
            "Outer step: rate %s, momentum %s; changes travel for %,d symbols",
            report.outer().rate(), report.outer().momentum(), report.delay()));
    for (SyncReport.File file : report.files()) {
      lines.add("");
      lines.add(
          format(
              "%s: %,d bytes as %d stream%s, one pass from a cold start",
              file.file(), file.bytes(), report.split(), report.split() == 1 ? "" : "s"));
      lines.add(
          format(
              "%8s%12s%10s%9s%10s%9s%12s%9s",
              "LEARNERS", "PERIOD", "ENCODING", "BPC", "ABOVE 1", "MB/MSYMB", "MB/S", "LEFT OUT"));
      for (SyncReport.Run run : file.runs()) {
        lines.add(row(run));
      }
    }
    lines.add("");
    lines.add("PERIOD: symbols that each learner learns between two rounds. MB/MSYMB: megabytes");
    lines.add("that a learner publishes per million symbols it learns; MB/S: with a core each.");
    if (report.files().stream().flatMap(file -> file.runs().stream()).anyMatch(SyncTable::isSlow)) {
      lines.add("* Something else ran on this core meanwhile: MB/S is too low.");
    }
    return lines;
  }

  private static String row(SyncReport.Run run) {
    String start =
        run.period() == 0
            ? format("%8d%12s%10s", run.learners(), "never", "")
            : format("%8d%,12d%10s", run.learners(), run.period(), run.encoding());
    String quality = format("%s%9.4f%+10.4f", start, run.bpc(), run.aboveOne());
    return run.period() == 0
        ? quality
        : format(
            "%s%9.2f%12.2f%s%9d",
            quality,
            run.bytesPerSymbol(),
            run.bytesPerSecond() / MEGABYTE,
            isSlow(run) ? "*" : " ",
            run.leftOut());
  }

  private static boolean isSlow(SyncReport.Run run) {
    return run.period() > 0 && CpuShare.isDisturbed(run.cpuShare());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
