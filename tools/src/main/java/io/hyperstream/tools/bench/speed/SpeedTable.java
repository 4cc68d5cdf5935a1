package io.hyperstream.tools.bench.speed;

import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a speed report. */
final class SpeedTable {

  private static final int NAME = 24;
  private static final int YARDSTICK = 32;

  private SpeedTable() {}

  static List<String> lines(SpeedReport report) {
    List<String> lines = new ArrayList<>(machine(report));
    lines.add("");
    if (!report.readBandwidths().isEmpty()) {
      lines.addAll(bandwidths(report));
      lines.add("");
    }
    lines.addAll(rows(report));
    if (!report.stages().isEmpty()) {
      lines.add("");
      lines.addAll(stages(report.stages()));
    }
    report.failed().forEach(reason -> lines.add("Not measured: " + reason));
    if (!report.comparisons().isEmpty()) {
      lines.add("");
      lines.addAll(comparisons(report));
    }
    for (String absent : report.absent()) {
      lines.add("");
      lines.add("Not compared with " + absent);
    }
    return lines;
  }

  private static List<String> machine(SpeedReport report) {
    List<String> lines = new ArrayList<>();
    Machine machine = report.machine();
    lines.add(
        Wording.of(
            "%s, %s, JDK %s, vectors of %d bits",
            machine.cpu(),
            Wording.count(machine.cores(), "core"),
            machine.jdk(),
            machine.vectorBits()));
    List<Double> peaks = report.fmaPeakGflopsByLanes();
    for (int i = 0; i < peaks.size(); i++) {
      lines.add(
          Wording.of("FMA peak of %s: %,.1f GFLOP/s", Wording.count(i + 1, "core"), peaks.get(i)));
    }
    for (SpeedReport.Device device : report.devices()) {
      lines.add(
          Wording.of(
              "Products of the %s, %s: %,.0f GFLOP/s",
              device.name(), device.precision(), device.productGflops()));
    }
    return lines;
  }

  /** A row per working set, a column per number of cores. */
  private static List<String> bandwidths(SpeedReport report) {
    List<Peaks.Bandwidth> all = report.readBandwidths();
    TextTable<Long> table = new TextTable<Long>().text("READ, GB/S", YARDSTICK, SpeedTable::size);
    for (int threads : all.stream().map(Peaks.Bandwidth::threads).distinct().toList()) {
      table.number(
          Wording.count(threads, "core").toUpperCase(Locale.ROOT),
          "%.1f",
          size ->
              all.stream()
                  .filter(row -> row.threads() == threads && row.bytes() == size)
                  .map(Peaks.Bandwidth::gigabytesPerSecond)
                  .findFirst()
                  .orElse(null));
    }
    return table.lines(all.stream().map(Peaks.Bandwidth::bytes).distinct().toList());
  }

  private static String size(long bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }

  private static List<String> rows(SpeedReport report) {
    return new TextTable<SpeedRow>()
        .text("BACKEND", NAME, row -> row.setup().backend())
        .text("NETWORK", NAME, row -> row.setup().network().toString())
        .number("BATCH", "%d", row -> row.setup().batch())
        .number("WINDOW", "%d", row -> row.setup().window())
        .number("LANES", "%s", SpeedTable::lanes)
        .text("DOES", NAME, row -> row.learning() ? "learn" : "read")
        .number("SYMBOLS/S", "%,.0f", row -> row.speed().symbolsPerSecond())
        .number("OF", "%.1f%%", row -> 100 * row.share().fractionOfPeak())
        .text("LIMIT", NAME, row -> row.share().bound().replace("bandwidth", "reads"))
        .mark(
            SpeedRow::disturbed, "Something else ran on this core meanwhile: the row is too slow.")
        .lines(report.rows());
  }

  /**
   * With the speed-up, where the same row was measured on one thread; for a device the precision of
   * its products.
   */
  private static String lanes(SpeedRow row) {
    if (row.setup().onDevice()) {
      return row.setup().precision();
    }
    Double speedUp = row.speed().overOneLane();
    int lanes = row.setup().lanes();
    return speedUp == null ? Integer.toString(lanes) : Wording.of("%d %.2fx", lanes, speedUp);
  }

  /** A column per stage; the longest of a row is marked. */
  private static List<String> stages(List<SpeedReport.Stages> rows) {
    TextTable<SpeedReport.Stages> table =
        new TextTable<SpeedReport.Stages>()
            .text("MS OF A STEP", NAME, SpeedTable::place)
            .text("NETWORK", NAME, row -> row.setup().network().toString())
            .number("BATCH", "%d", row -> row.setup().batch());
    List<SpeedReport.StageTime> stages = rows.get(0).stages();
    for (int i = 0; i < stages.size(); i++) {
      int stage = i;
      table.number(
          stages.get(i).stage().toUpperCase(Locale.ROOT),
          "%s",
          row -> {
            SpeedReport.StageTime time = row.stages().get(stage);
            return Wording.of("%.2f%s", time.millis(), time == row.longest() ? "*" : " ");
          });
    }
    return table.lines(rows);
  }

  private static String place(SpeedReport.Stages row) {
    Setup setup = row.setup();
    return setup.backend() + " " + (setup.onDevice() ? setup.precision() : setup.lanes());
  }

  private static List<String> comparisons(SpeedReport report) {
    return new TextTable<SpeedReport.Comparison>()
        .text("LEARNING BESIDE", YARDSTICK, row -> row.yardstick() + ": " + row.yardstickNetwork())
        .text("NETWORK", NAME, row -> row.setup().network().toString())
        .number("BATCH", "%d", row -> row.setup().batch())
        .number("SYMBOLS/S", "%,.0f", SpeedReport.Comparison::yardstickSymbolsPerSecond)
        .number("RATIO", "%.1fx", SpeedReport.Comparison::ratio)
        .lines(report.comparisons());
  }
}
