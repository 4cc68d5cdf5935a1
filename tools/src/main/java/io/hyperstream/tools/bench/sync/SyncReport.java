package io.hyperstream.tools.bench.sync;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.tools.bench.FileRuns;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.bench.Outcome;
import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import io.hyperstream.tools.report.Wording;
import java.util.ArrayList;
import java.util.List;

/**
 * How well several learners together predict files that they read once, from a cold start.
 *
 * @param lanes threads that each learner computed with
 * @param split into how many streams each file was cut
 * @param outer the step that they all take
 * @param delay symbols that each learner learned while changes travelled
 */
public record SyncReport(
    Machine machine, int lanes, int split, Outer outer, long delay, List<FileRuns<Run>> files)
    implements Report {

  private static final double MEGABYTE = 1e6;

  /**
   * The outer step.
   *
   * @param rate what part of the mean change the weights move by
   * @param momentum Nesterov's
   */
  public record Outer(double rate, double momentum) {}

  /**
   * One group of learners on one file.
   *
   * @param period symbols that each learned between two rounds; 0: they never shared
   * @param encoding null if they never shared
   * @param outcome of all learners together, in one thread
   * @param aboveOne bits per symbol more than a single learner takes
   */
  public record Run(
      int learners,
      long period,
      Encoding encoding,
      @JsonUnwrapped Outcome outcome,
      double aboveOne,
      @JsonUnwrapped Traffic traffic) {

    private boolean shares() {
      return period > 0;
    }
  }

  /**
   * What sharing took.
   *
   * @param rounds in which changes were shared
   * @param publishedBytes of all learners together
   * @param bytesPerSymbol that a learner publishes for each symbol it learns; it reads those of all
   * @param bytesPerSecond that a learner publishes if it has a core of its own
   * @param leftOut changes that did not count since they were not in line
   */
  public record Traffic(
      long rounds,
      long publishedBytes,
      double bytesPerSymbol,
      double bytesPerSecond,
      long leftOut) {}

  @Override
  public List<String> table() {
    TextTable<Run> runs =
        new TextTable<Run>()
            .number("LEARNERS", "%d", Run::learners)
            .number("PERIOD", "%s", run -> run.shares() ? Wording.of("%,d", run.period()) : "never")
            .number("ENCODING", "%s", Run::encoding)
            .number("BPC", "%.4f", run -> run.outcome().bpc())
            .number("ABOVE 1", "%+.4f", Run::aboveOne)
            .number("MB/MSYMB", "%.2f", run -> ifShared(run, run.traffic().bytesPerSymbol()))
            .number("MB/S", "%.2f", run -> ifShared(run, run.traffic().bytesPerSecond() / MEGABYTE))
            .number("LEFT OUT", "%d", run -> ifShared(run, run.traffic().leftOut()))
            .mark(
                run -> run.shares() && run.outcome().disturbed(),
                "Something else ran on this core meanwhile: MB/S is too low.");
    List<String> lines = new ArrayList<>();
    lines.add(machine.withLanes(lanes));
    lines.add(
        Wording.of(
            "Outer step: rate %s, momentum %s; changes travel for %,d symbols",
            outer.rate(), outer.momentum(), delay));
    lines.addAll(FileRuns.tables(files, split, runs));
    lines.add("");
    lines.add("PERIOD: symbols that each learner learns between two rounds. MB/MSYMB: megabytes");
    lines.add("that a learner publishes per million symbols it learns; MB/S: with a core each.");
    return lines;
  }

  private static Number ifShared(Run run, Number value) {
    return run.shares() ? value : null;
  }
}
