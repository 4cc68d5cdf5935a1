package io.hyperstream.tools.bench.sync;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.tools.bench.Machine;
import java.util.List;

/**
 * How well several learners predict together, in one pass from a cold start.
 *
 * @param lanes threads that each learner computed with
 * @param split into how many streams each file was cut
 * @param outer the step that they all take
 * @param delay symbols that each learner learned while changes travelled
 */
public record SyncReport(
    Machine machine, int lanes, int split, Outer outer, long delay, List<File> files) {

  /**
   * The outer step.
   *
   * @param rate what part of the mean change the weights move by
   * @param momentum Nesterov's
   */
  public record Outer(double rate, double momentum) {}

  /**
   * One file.
   *
   * @param bytes of it that were learned
   */
  public record File(String file, long bytes, List<Run> runs) {}

  /**
   * One group of learners on one file.
   *
   * @param period symbols that each learned between two rounds; 0: they never shared
   * @param encoding null if they never shared
   * @param bpc bits per symbol, all of the file from its first symbol on
   * @param aboveOne bits per symbol more than a single learner takes
   * @param rounds in which changes were shared
   * @param publishedBytes of all learners together
   * @param bytesPerSymbol that a learner publishes for each symbol it learns; it reads those of all
   * @param bytesPerSecond that a learner publishes if it has a core of its own
   * @param symbolsPerSecond of one core
   * @param cpuShare how much of the time the learning thread had a core; well below 1, something
   *     else ran, and the speed is too low
   * @param leftOut changes that did not count since they were not in line
   */
  public record Run(
      int learners,
      long period,
      Encoding encoding,
      double bpc,
      double aboveOne,
      long rounds,
      long publishedBytes,
      double bytesPerSymbol,
      double bytesPerSecond,
      double symbolsPerSecond,
      double cpuShare,
      long leftOut,
      long skippedSteps) {}

  /** The report as one JSON object, on one line. */
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report of numbers and texts cannot be written", e);
    }
  }
}
