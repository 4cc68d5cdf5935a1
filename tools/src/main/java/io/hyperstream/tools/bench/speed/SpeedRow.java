package io.hyperstream.tools.bench.speed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hyperstream.tools.bench.CpuShare;
import java.util.Optional;

/**
 * A learner's speed.
 *
 * @param learning whether it learns, or only predicts and scores
 */
public record SpeedRow(
    @JsonUnwrapped Setup setup,
    boolean learning,
    @JsonUnwrapped Speed speed,
    @JsonUnwrapped Share share,
    @JsonUnwrapped Basis basis) {

  /**
   * What was measured.
   *
   * @param symbolsPerSecond of all streams together, in the best round
   * @param medianSymbolsPerSecond of the middle round
   * @param cpuShare how much of the best round the measuring thread had a core; well below 1,
   *     something else ran, and the row is too slow
   * @param overOneLane speed by that of the same row on one thread; absent if that was not measured
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Speed(
      double symbolsPerSecond,
      double medianSymbolsPerSecond,
      double cpuShare,
      Double overOneLane) {}

  /**
   * What part of the machine's limit was reached.
   *
   * @param fractionOfPeak of the limit: the lower one of what the multiply-adds and what the reads
   *     of a symbol allow, both measured next to the row
   * @param bound which of them is the lower: {@code fma} or {@code bandwidth}; for a device only
   *     the former is measured, as {@code gemm}: by its large products
   * @param fractionOfFma of what the multiply-adds alone would allow
   * @param fractionOfBandwidth of what the reads alone would allow; absent for a device
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Share(
      double fractionOfPeak, String bound, double fractionOfFma, Double fractionOfBandwidth) {}

  /**
   * What the limit was computed from.
   *
   * @param operationsPerSymbol counted from the shape; a multiply-add is two
   * @param bytesPerSymbol that must be read or written, counted from the shape
   * @param residentBytesPerSymbol the same if the weights stay on the chip during a window
   * @param fmaPeakGflops measured next to the row, of as many cores as threads compute, or of the
   *     device's products
   * @param gigabytesPerSecond read bandwidth measured next to the row, at its working sets; absent
   *     for a device
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Basis(
      long operationsPerSymbol,
      double bytesPerSymbol,
      double residentBytesPerSymbol,
      double fmaPeakGflops,
      Double gigabytesPerSecond) {}

  /**
   * @param oneLane symbols per second of the same row on one thread, if that was measured
   */
  static SpeedRow of(
      Setup setup, BenchCase benchCase, Measurements measured, Optional<Double> oneLane) {
    Limit limit = measured.limitAtBest();
    double best = measured.best();
    boolean onDevice = setup.onDevice();
    return new SpeedRow(
        setup,
        benchCase.learning(),
        new Speed(
            best,
            measured.median(),
            measured.cpuShareAtBest(),
            oneLane.map(single -> best / single).orElse(null)),
        new Share(
            best / limit.symbolsPerSecond(),
            onDevice ? "gemm" : limit.isBandwidthBound() ? "bandwidth" : "fma",
            best / limit.fmaSymbolsPerSecond(),
            onDevice ? null : best / limit.bandwidthSymbolsPerSecond()),
        new Basis(
            benchCase.cost().operations(benchCase.learning()),
            benchCase.bytesPerSymbol(),
            benchCase.residentBytesPerSymbol(),
            limit.gigaflops(),
            onDevice ? null : limit.gigabytesPerSecond()));
  }

  /**
   * Whether the row is too slow. A device works while the thread sleeps: its share says nothing.
   */
  boolean disturbed() {
    return !setup.onDevice() && CpuShare.isDisturbed(speed.cpuShare());
  }
}
