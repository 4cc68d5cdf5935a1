package io.hyperstream.tools.bench.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.tools.bench.Machine;
import java.util.List;

/**
 * How well learners predict files in one pass from a cold start.
 *
 * @param lanes threads that computed
 * @param split into how many streams each file was cut
 */
public record QualityReport(Machine machine, int lanes, int split, List<File> files) {

  /**
   * One file.
   *
   * @param bytes of it that were learned
   */
  public record File(String file, long bytes, List<Run> runs) {}

  /**
   * One learner on one file.
   *
   * @param learner its name
   * @param hyper units of the hyper cell; 0: a plain LSTM
   * @param parameters of the network
   * @param operationsPerSymbol counted from its shape; a multiply-add is two. What is rehearsed
   *     comes on top
   * @param bpc bits per symbol, all of the file from its first symbol on
   * @param symbolsPerSecond warm: the compiler has done with the loops before
   * @param cpuShare how much of the time the learning thread had a core; well below 1, something
   *     else ran, and the speed is too low
   * @param curve bits per symbol by bytes read
   */
  public record Run(
      String learner,
      int layers,
      int hidden,
      int hyper,
      int parameters,
      long operationsPerSymbol,
      double bpc,
      double seconds,
      double symbolsPerSecond,
      double cpuShare,
      long skippedSteps,
      List<Curve.Point> curve) {}

  /** The report as one JSON object, on one line. */
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of numbers and texts cannot be written", e);
    }
  }
}
