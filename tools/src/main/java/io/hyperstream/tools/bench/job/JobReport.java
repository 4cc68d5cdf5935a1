package io.hyperstream.tools.bench.job;

import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast the job is, how long records wait for their scores, and what takes the time.
 *
 * @param records what they are
 * @param seconds of each measurement
 */
public record JobReport(Machine machine, String records, long seconds, List<Run> runs)
    implements Report {

  private static final double MEGABYTE = 1e6;

  /** Java's compiler and garbage collector, and threads that have ended. */
  private static final String JAVA = "Java itself";

  /**
   * The job with a number of keys and an interval of checkpoints. All but the loads and the
   * checkpoints is at full speed.
   *
   * @param bare the learner alone, on the same records
   * @param cost of the checkpoints
   * @param parts what took the processor's time
   * @param learnerCpuMicros processor time that the learner's threads took for a symbol
   */
  public record Run(
      int keys,
      long intervalMillis,
      double recordsPerSecond,
      double symbolsPerSecond,
      double learnerCpuMicros,
      LearnerSpeed bare,
      CheckpointCost cost,
      List<PartShare> parts,
      List<Load> loads) {

    static Run of(
        int keys,
        Duration interval,
        JobRun.FullSpeed full,
        LearnerSpeed bare,
        CheckpointCost cost,
        List<Load> loads) {
      Map<Part, Long> nanos = full.parts();
      List<PartShare> parts = new ArrayList<>();
      nanos.forEach((part, time) -> parts.add(PartShare.of(part.title(), time, full)));
      long known = nanos.values().stream().mapToLong(time -> time).sum();
      parts.add(PartShare.of(JAVA, full.process() - known, full));
      long learner = nanos.getOrDefault(Part.LEARNER, 0L) + nanos.getOrDefault(Part.HELPERS, 0L);
      LearnerSpeed speed = LearnerSpeed.of(full.symbols(), full.seconds(), learner);
      return new Run(
          keys,
          interval.toMillis(),
          full.records() / full.seconds(),
          speed.symbolsPerSecond(),
          speed.cpuMicros(),
          bare,
          cost,
          parts,
          loads);
    }
  }

  /**
   * Processor time of a part.
   *
   * @param cores that it kept busy
   * @param micros for each record
   */
  public record PartShare(String part, double cores, double micros) {
    static PartShare of(String part, long nanos, JobRun.FullSpeed full) {
      return new PartShare(
          part, nanos / 1e9 / full.seconds(), nanos / 1e3 / Math.max(1, full.records()));
    }
  }

  /**
   * One load.
   *
   * @param load fraction of the full speed with the first interval
   * @param written when a reader with read_uncommitted sees the score
   * @param committed when one with read_committed does
   * @param heapMegabytes what this process still held after a full collection at the end
   */
  public record Load(
      double load,
      double symbolsPerSecond,
      Percentiles written,
      Percentiles committed,
      double heapMegabytes) {}

  /** Milliseconds from the sending of a record to its score. */
  public record Percentiles(long p50, long p99, long max) {
    static Percentiles of(Latencies latencies) {
      return new Percentiles(
          latencies.percentile(0.5), latencies.percentile(0.99), latencies.percentile(1));
    }
  }

  private record LoadRow(Run run, Load load) {}

  @Override
  public List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Wording.of(
            "%s, %s, JDK %s",
            machine.cpu(), Wording.count(machine.cores(), "core"), machine.jdk()));
    lines.add(Wording.of("Records: %s, %d s for each measurement", records, seconds));
    lines.add("");
    lines.addAll(speeds());
    lines.add("");
    lines.add("BARE: the learner alone. OF BARE: the job's speed beside it; CPU: the same for the");
    lines.add("processor time that the learner's threads take for a symbol.");
    for (Run run : runs) {
      lines.add("");
      lines.add(
          Wording.of(
              "%s, a checkpoint every %.1f s: processor time at full speed",
              Wording.count(run.keys(), "key"), run.intervalMillis() / 1e3));
      lines.addAll(
          new TextTable<PartShare>()
              .text("PART", 32, PartShare::part)
              .number("CORES", "%.2f", PartShare::cores)
              .number("MICROS A RECORD", "%,.0f", PartShare::micros)
              .lines(run.parts()));
    }
    lines.add("");
    lines.addAll(loads());
    lines.add("");
    lines.add("Milliseconds from the sending of a record to its score, as a reader sees it with");
    lines.add(
        "read_uncommitted (WRITTEN) and with read_committed (COMMITTED). HEAP: what is left of");
    lines.add("broker, job and measurement after a full collection.");
    return lines;
  }

  private List<String> speeds() {
    return new TextTable<Run>()
        .number("KEYS", "%,d", Run::keys)
        .number("INTERVAL S", "%.1f", run -> run.intervalMillis() / 1e3)
        .number("RECORDS/S", "%,.0f", Run::recordsPerSecond)
        .number("SYMBOLS/S", "%,.0f", Run::symbolsPerSecond)
        .number("BARE", "%,.0f", run -> run.bare().symbolsPerSecond())
        .number(
            "OF BARE",
            "%.0f%%",
            run -> percent(run.symbolsPerSecond(), run.bare().symbolsPerSecond()))
        .number("CPU", "%.0f%%", run -> percent(run.bare().cpuMicros(), run.learnerCpuMicros()))
        .number("CHECKPOINT MS", "%,.0f", run -> run.cost().millis())
        .number("MB", "%.1f", run -> run.cost().bytes() / MEGABYTE)
        .lines(runs);
  }

  private static double percent(double value, double whole) {
    return 100 * value / whole;
  }

  private List<String> loads() {
    List<LoadRow> rows = new ArrayList<>();
    runs.forEach(run -> run.loads().forEach(load -> rows.add(new LoadRow(run, load))));
    return new TextTable<LoadRow>()
        .number("KEYS", "%,d", row -> row.run().keys())
        .number("INTERVAL S", "%.1f", row -> row.run().intervalMillis() / 1e3)
        .number("LOAD", "%.0f%%", row -> 100 * row.load().load())
        .number("SYMBOLS/S", "%,.0f", row -> row.load().symbolsPerSecond())
        .number("WRITTEN P50", "%,d", row -> row.load().written().p50())
        .number("P99", "%,d", row -> row.load().written().p99())
        .number("MAX", "%,d", row -> row.load().written().max())
        .number("COMMITTED P50", "%,d", row -> row.load().committed().p50())
        .number("P99", "%,d", row -> row.load().committed().p99())
        .number("HEAP MB", "%,.0f", row -> row.load().heapMegabytes())
        .lines(rows);
  }
}
