package io.hyperstream.tools.bench.latency;

import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * How long records wait for their scores.
 *
 * @param keys streams that the records are of
 * @param seconds of each measurement
 */
public record LatencyReport(Machine machine, int keys, long seconds, List<Interval> intervals)
    implements Report {

  private static final double MEGABYTE = 1e6;

  /**
   * One interval of checkpoints.
   *
   * @param symbolsPerSecond that the job learns if there is always something to learn
   */
  public record Interval(
      long intervalMillis, double symbolsPerSecond, CheckpointCost cost, List<Load> loads) {}

  /**
   * One load.
   *
   * @param load fraction of the first interval's full speed
   * @param written when a reader with read_uncommitted sees the score
   * @param committed when one with read_committed does
   */
  public record Load(
      double load, double symbolsPerSecond, Percentiles written, Percentiles committed) {}

  /** Milliseconds from the sending of a record to its score. */
  public record Percentiles(long p50, long p99) {
    static Percentiles of(Latencies latencies) {
      return new Percentiles(latencies.percentile(0.5), latencies.percentile(0.99));
    }
  }

  private record Row(Interval interval, Load load) {}

  @Override
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Wording.of(
            "%s, %s, JDK %s",
            machine.cpu(), Wording.count(machine.cores(), "core"), machine.jdk()));
    lines.add(
        Wording.of(
            "Records of 100 bytes in %s, %d s for each line",
            Wording.count(keys, "stream"), seconds));
    lines.add("");
    lines.addAll(
        new TextTable<Interval>()
            .number("INTERVAL S", "%.1f", interval -> interval.intervalMillis() / 1e3)
            .number("SYMBOLS/S", "%,.0f", Interval::symbolsPerSecond)
            .number("CHECKPOINT MS", "%,.0f", interval -> interval.cost().millis())
            .number("MB", "%.1f", interval -> interval.cost().bytes() / MEGABYTE)
            .lines(intervals));
    lines.add("");
    List<Row> rows = new ArrayList<>();
    intervals.forEach(
        interval -> interval.loads().forEach(load -> rows.add(new Row(interval, load))));
    lines.addAll(
        new TextTable<Row>()
            .number("INTERVAL S", "%.1f", row -> row.interval().intervalMillis() / 1e3)
            .number("LOAD", "%.0f%%", row -> 100 * row.load().load())
            .number("SYMBOLS/S", "%,.0f", row -> row.load().symbolsPerSecond())
            .number("WRITTEN P50", "%,d", row -> row.load().written().p50())
            .number("P99", "%,d", row -> row.load().written().p99())
            .number("COMMITTED P50", "%,d", row -> row.load().committed().p50())
            .number("P99", "%,d", row -> row.load().committed().p99())
            .lines(rows));
    lines.add("");
    lines.add("Milliseconds from the sending of a record to its score, as a reader sees it with");
    lines.add("read_uncommitted (WRITTEN) and with read_committed (COMMITTED).");
    return lines;
  }
}
