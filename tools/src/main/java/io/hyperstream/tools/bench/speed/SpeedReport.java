package io.hyperstream.tools.bench.speed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.report.Report;
import java.util.Comparator;
import java.util.List;

/**
 * What a speed measurement found.
 *
 * @param fmaPeakGflops 10^9 operations per second of one core, a multiply-add being two; the best
 *     that was measured during the run
 * @param fmaPeakGflopsByLanes the same of 1, 2, ... cores
 * @param readBandwidths 10^9 bytes per second by cores and working set; none if all rows are on
 *     devices
 * @param devices that rows compute on, if any do
 * @param rows the learner's speeds
 * @param stages of the steps of rows that learn, if that was asked for
 * @param failed rows that a device has too little memory for, with the reason
 * @param comparisons with other programs, measured in turn with the rows
 * @param absent why a yardstick that was asked for is not there
 */
public record SpeedReport(
    Machine machine,
    double fmaPeakGflops,
    List<Double> fmaPeakGflopsByLanes,
    List<Peaks.Bandwidth> readBandwidths,
    List<Device> devices,
    List<SpeedRow> rows,
    List<Stages> stages,
    List<String> failed,
    List<Comparison> comparisons,
    List<String> absent)
    implements Report {

  /**
   * A device that rows compute on.
   *
   * @param name such as {@code NVIDIA H100 80GB HBM3}
   * @param precision of its products
   * @param productGflops 10^9 operations per second of large products, a multiply-add being two;
   *     the best that was measured during the run
   */
  public record Device(String name, String precision, double productGflops) {}

  /**
   * The stages of a row's step, each measured by itself: together they take longer than a step, in
   * which a device need not wait between them.
   */
  public record Stages(@JsonUnwrapped Setup setup, List<StageTime> stages) {

    /** The one that takes longest. */
    StageTime longest() {
      return stages.stream().max(Comparator.comparingDouble(StageTime::millis)).orElseThrow();
    }
  }

  /**
   * The mean time of a stage.
   *
   * @param stage {@code forward} through the windows; {@code loss}; {@code backward} through the
   *     windows; the {@code gradients} of the weights, over all steps at once; {@code update}
   */
  public record StageTime(String stage, double millis) {}

  /**
   * A row beside another program with the same hidden units, batch and window, on one core each.
   *
   * @param yardstick such as {@code pytorch}
   * @param yardstickNetwork what it ran
   * @param setup what this project's row ran
   * @param yardstickSymbolsPerSecond in its best round
   * @param symbolsPerSecond of the row, in its best round
   * @param ratio the latter by the former
   */
  public record Comparison(
      String yardstick,
      String yardstickNetwork,
      @JsonUnwrapped Setup setup,
      double yardstickSymbolsPerSecond,
      double symbolsPerSecond,
      double ratio) {

    /**
     * @param network what the yardstick ran
     * @param theirs symbols per second of the yardstick
     * @param ours of the row
     */
    static Comparison of(
        Yardstick yardstick, String network, Setup setup, double theirs, double ours) {
      return new Comparison(yardstick.name(), network, setup, theirs, ours, ours / theirs);
    }
  }

  @Override
  public List<String> table() {
    return SpeedTable.lines(this);
  }
}
