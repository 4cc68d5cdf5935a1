package io.hyperstream.tools.bench.quality;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.bench.FileRuns;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.bench.Outcome;
import io.hyperstream.tools.report.Report;
import io.hyperstream.tools.report.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * How well learners predict files that they read once, from a cold start.
 *
 * @param lanes threads that each learner computed with
 * @param split into how many streams each file was cut
 */
public record QualityReport(Machine machine, int lanes, int split, List<FileRuns<Run>> files)
    implements Report {

  /** Columns for the name of a learner. */
  private static final int NAME = 30;

  /**
   * One learner on one file.
   *
   * @param learner its name
   * @param curve bits per symbol by bytes read
   */
  public record Run(
      String learner,
      @JsonUnwrapped Size size,
      @JsonUnwrapped Outcome outcome,
      List<Curve.Point> curve) {}

  /**
   * Size of a network.
   *
   * @param hidden units of each layer
   * @param hyper units of the hyper cell; 0: a plain LSTM
   * @param operationsPerSymbol counted from the shape; a multiply-add is two. What is rehearsed
   *     comes on top
   */
  public record Size(int layers, int hidden, int hyper, int parameters, long operationsPerSymbol) {}

  @Override
  public List<String> table() {
    TextTable<Run> runs =
        new TextTable<Run>()
            .text("LEARNER", NAME, Run::learner)
            .number("SIZE", "%s", run -> run.size().layers() + "x" + run.size().hidden())
            .number("BPC", "%.4f", run -> run.outcome().bpc())
            .number("SYMBOLS/S", "%,.0f", run -> run.outcome().symbolsPerSecond())
            .mark(
                run -> run.outcome().disturbed(),
                "Something else ran on this core meanwhile: the speed is too low.");
    List<String> lines = new ArrayList<>();
    lines.add(machine.withLanes(lanes));
    lines.addAll(FileRuns.tables(files, split, runs));
    return lines;
  }
}
