package io.hyperstream.tools.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A speed report for people, in 80 columns. */
public final class SpeedTable {

  private static final String ROW_HEADER = "%-8s%-18s%5s%7s%8s  %-5s%11s%8s %s";
  private static final String ROW = "%-8s%-18s%5d%7d%8s  %-5s%,11.0f%7.1f%% %s";

  private static final String BANDWIDTH = "%14s";

  private SpeedTable() {}

  /** The lines of the tables. */
  public static List<String> lines(SpeedReport report) {
    List<String> lines = new ArrayList<>();
    Machine machine = report.machine();
    lines.add(
        format(
            "%s, %d cores, JDK %s, vectors of %d bits",
            machine.cpu(), machine.cores(), machine.jdk(), machine.vectorBits()));
    for (int lanes = 1; lanes <= report.fmaPeakGflopsByLanes().size(); lanes++) {
      lines.add(
          format(
              "FMA peak of %d core%s: %,.1f GFLOP/s",
              lanes, lanes == 1 ? "" : "s", report.fmaPeakGflopsByLanes().get(lanes - 1)));
    }
    for (SpeedReport.Device device : report.devices()) {
      lines.add(
          format(
              "Products of the %s, %s: %,.0f GFLOP/s",
              device.name(), device.precision(), device.productGflops()));
    }
    lines.add("");
    addBandwidths(report, lines);
    lines.add("");
    addRows(report, lines);
    if (report.rows().stream().anyMatch(SpeedTable::isDisturbed)) {
      lines.add("* Something else ran on this core meanwhile: the row is too slow.");
    }
    if (!report.stages().isEmpty()) {
      lines.add("");
      addStages(report, lines);
    }
    report.failed().forEach(reason -> lines.add("Not measured: " + reason));
    if (!report.comparisons().isEmpty()) {
      lines.add("");
      addComparisons(report, lines);
    }
    for (String absent : report.absent()) {
      lines.add("");
      lines.add("Not compared with " + absent);
    }
    return lines;
  }

  private static void addBandwidths(SpeedReport report, List<String> lines) {
    int most = report.fmaPeakGflopsByLanes().size();
    StringBuilder header = new StringBuilder(format("%-14s", "READ, GB/S"));
    for (int lanes = 1; lanes <= most; lanes++) {
      header.append(format(BANDWIDTH, lanes == 1 ? "1 CORE" : lanes + " CORES"));
    }
    lines.add(header.toString());
    List<Long> sizes =
        report.readBandwidths().stream().map(Peaks.Bandwidth::bytes).distinct().toList();
    for (long size : sizes) {
      StringBuilder line = new StringBuilder(format("%-14s", size(size)));
      for (Peaks.Bandwidth bandwidth : report.readBandwidths()) {
        if (bandwidth.bytes() == size) {
          line.append(format(BANDWIDTH, format("%.1f", bandwidth.gigabytesPerSecond())));
        }
      }
      lines.add(line.toString());
    }
  }

  private static String size(long bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }

  private static void addRows(SpeedReport report, List<String> lines) {
    lines.add(
        format(
            ROW_HEADER,
            "BACKEND",
            "NETWORK",
            "BATCH",
            "WINDOW",
            "LANES",
            "DOES",
            "SYMBOLS/S",
            "OF",
            "LIMIT"));
    for (SpeedReport.Row row : report.rows()) {
      lines.add(
          format(
              ROW,
              row.backend(),
              network(row.network(), row.layers(), row.hidden()),
              row.batch(),
              row.window(),
              lanes(row),
              row.learning() ? "learn" : "read",
              row.symbolsPerSecond(),
              100 * row.fractionOfPeak(),
              (row.bound().equals("bandwidth") ? "memory" : row.bound())
                  + (isDisturbed(row) ? "*" : "")));
    }
  }

  /** A device works on while the thread sleeps, so the thread's share says nothing there. */
  private static boolean isDisturbed(SpeedReport.Row row) {
    return row.precision() == null && CpuShare.isDisturbed(row.cpuShare());
  }

  /**
   * With the speed-up, where a row with one lane was measured beside it; for a device the precision
   * of its products.
   */
  private static String lanes(SpeedReport.Row row) {
    if (row.precision() != null) {
      return row.precision();
    }
    return row.overOneLane() == null
        ? Integer.toString(row.lanes())
        : format("%d %.2fx", row.lanes(), row.overOneLane());
  }

  /** The longest stage has a mark. */
  private static void addStages(SpeedReport report, List<String> lines) {
    StringBuilder header = new StringBuilder(format("%-29s%5s", "MILLISECONDS OF A STEP", "BATCH"));
    for (SpeedReport.StageTime time : report.stages().get(0).stages()) {
      header.append(format("%" + width(time) + "s", time.stage().toUpperCase(Locale.ROOT)));
    }
    lines.add(header.toString());
    for (SpeedReport.Stages stages : report.stages()) {
      String on = stages.precision() == null ? stages.lanes() + "" : stages.precision();
      String network = network(stages.network(), stages.layers(), stages.hidden());
      StringBuilder line =
          new StringBuilder(
              format("%-12s%-17s%5d", stages.backend() + " " + on, network, stages.batch()));
      for (SpeedReport.StageTime time : stages.stages()) {
        String mark = time == stages.longest() ? "*" : " ";
        line.append(format("%" + (width(time) - 1) + ".2f%s", time.millis(), mark));
      }
      lines.add(line.toString().stripTrailing());
    }
  }

  /** Of a stage's column. */
  private static int width(SpeedReport.StageTime time) {
    return Math.max(9, time.stage().length() + 1);
  }

  private static String network(String name, int layers, int hidden) {
    return layers == 1 ? name + " " + hidden : "%s %dx%d".formatted(name, layers, hidden);
  }

  private static void addComparisons(SpeedReport report, List<String> lines) {
    lines.add(
        format(
            "%-32s%-20s%6s%11s%10s", "LEARNING BESIDE", "NETWORK", "BATCH", "SYMBOLS/S", "RATIO"));
    for (SpeedReport.Comparison c : report.comparisons()) {
      lines.add(
          format(
              "%-32s%-20s%6d%,11.0f%9.1fx",
              c.yardstick() + ": " + c.yardstickNetwork(),
              network(c.network(), c.layers(), c.hidden()),
              c.batch(),
              c.yardstickSymbolsPerSecond(),
              c.ratio()));
    }
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
