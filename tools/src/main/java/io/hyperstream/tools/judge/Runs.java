package io.hyperstream.tools.judge;

import java.util.Arrays;
import java.util.List;

/**
 * Runs of anomalous lines: consecutive lines of a stream with one label. A run is caught if one of
 * its lines raised an alert.
 *
 * @param labelled how many runs there are
 * @param caught how many of them were caught
 * @param medianLines lines of a caught run up to the first that raised an alert, this one included:
 *     the median; null if no run was caught
 * @param maxLines the maximum; null if no run was caught
 */
public record Runs(int labelled, int caught, Double medianLines, Integer maxLines) {

  static Runs of(List<Run> runs) {
    int[] lines =
        runs.stream().filter(Run::isCaught).mapToInt(Run::linesUntilCaught).sorted().toArray();
    return new Runs(
        runs.size(),
        lines.length,
        Median.of(Arrays.stream(lines).asDoubleStream()),
        lines.length == 0 ? null : (Integer) lines[lines.length - 1]);
  }
}
