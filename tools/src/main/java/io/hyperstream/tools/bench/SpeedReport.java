package io.hyperstream.tools.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.net.HyperLstmConfig;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a speed measurement found.
 *
 * @param fmaPeakGflops 10^9 operations per second of one core, a multiply-add being two; the best
 *     that was measured during the run
 * @param fmaPeakGflopsByLanes the same of 1, 2, ... cores
 * @param readBandwidths 10^9 bytes per second by cores and working set
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
    List<Row> rows,
    List<Stages> stages,
    List<String> failed,
    List<Comparison> comparisons,
    List<String> absent) {

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
   * A learner's speed.
   *
   * @param precision of a device's products; absent on a CPU
   * @param hyper units of the hyper cell; 0: a plain LSTM
   * @param learning whether it learns, or only predicts and scores
   * @param symbolsPerSecond of all streams together, in the best round
   * @param fractionOfPeak of the limit: the lower one of what the multiply-adds and what the reads
   *     of a symbol allow, both measured next to the row
   * @param bound which of them is the lower: {@code fma} or {@code bandwidth}; for a device only
   *     the former is measured, as {@code gemm}: by its large products
   * @param fractionOfFma of what the multiply-adds alone would allow
   * @param fractionOfBandwidth of what the reads alone would allow; absent for a device
   * @param medianSymbolsPerSecond of the middle round
   * @param operationsPerSymbol counted from the shape; a multiply-add is two
   * @param bytesPerSymbol that must be read or written, counted from the shape
   * @param fmaPeakGflops measured next to the row, of as many cores as there are lanes, or of the
   *     device's products
   * @param gigabytesPerSecond read bandwidth measured next to the row, at its working sets; absent
   *     for a device
   * @param cpuShare how much of the best round the measuring thread had a core; well below 1,
   *     something else ran, and the row is too slow
   * @param overOneLane speed by that of the same row with one lane; absent if that was not measured
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      String backend,
      String precision,
      String network,
      int hidden,
      int layers,
      int hyper,
      int embedding,
      int batch,
      int window,
      int lanes,
      boolean learning,
      double symbolsPerSecond,
      double fractionOfPeak,
      String bound,
      double fractionOfFma,
      Double fractionOfBandwidth,
      double medianSymbolsPerSecond,
      long operationsPerSymbol,
      double bytesPerSymbol,
      double fmaPeakGflops,
      Double gigabytesPerSecond,
      double cpuShare,
      Double overOneLane) {

    static Row of(
        String backend,
        boolean onDevice,
        BenchCase benchCase,
        Measurements measured,
        Optional<Double> oneLane) {
      HyperLstmConfig network = benchCase.network();
      Limit limit = measured.limitAtBest();
      double speed = measured.best();
      return new Row(
          backend,
          onDevice ? benchCase.target().precision().key() : null,
          benchCase.shape(),
          network.hidden(),
          network.layers(),
          network.hyper(),
          network.embedding(),
          benchCase.batch(),
          benchCase.window(),
          benchCase.lanes(),
          benchCase.learning(),
          speed,
          speed / limit.symbolsPerSecond(),
          onDevice ? "gemm" : limit.isBandwidthBound() ? "bandwidth" : "fma",
          speed / limit.fmaSymbolsPerSecond(),
          onDevice ? null : speed / limit.bandwidthSymbolsPerSecond(),
          measured.median(),
          benchCase.cost().operations(benchCase.learning()),
          benchCase.bytesPerSymbol(),
          limit.gigaflops(),
          onDevice ? null : limit.gigabytesPerSecond(),
          measured.cpuShareAtBest(),
          oneLane.map(single -> speed / single).orElse(null));
    }
  }

  /**
   * The stages of a row's step, each measured by itself: together they take longer than a step, in
   * which a device need not wait between them.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Stages(
      String backend,
      String precision,
      String network,
      int hidden,
      int layers,
      int batch,
      int window,
      int lanes,
      List<StageTime> stages) {

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
   * @param network what this project's row ran
   * @param yardstickSymbolsPerSecond in its best round
   * @param symbolsPerSecond of the row, in its best round
   * @param ratio the latter by the former
   */
  public record Comparison(
      String yardstick,
      String yardstickNetwork,
      String backend,
      String network,
      int hidden,
      int layers,
      int batch,
      int window,
      double yardstickSymbolsPerSecond,
      double symbolsPerSecond,
      double ratio) {

    static Comparison of(
        Yardstick yardstick, BenchCase benchCase, String backend, double theirs, double ours) {
      return new Comparison(
          yardstick.name(),
          yardstick.network(benchCase),
          backend,
          benchCase.shape(),
          benchCase.network().hidden(),
          benchCase.network().layers(),
          benchCase.batch(),
          benchCase.window(),
          theirs,
          ours,
          ours / theirs);
    }
  }

  /** The report as one JSON object, on one line. */
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of numbers and texts cannot be written", e);
    }
  }
}
