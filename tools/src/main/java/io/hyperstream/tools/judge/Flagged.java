package io.hyperstream.tools.judge;

import java.util.List;
import java.util.function.Predicate;

/**
 * How right it was to flag some lines.
 *
 * @param lines how many were flagged
 * @param precision share of anomalous lines among them; null if there are none
 * @param recall share of them among the anomalous lines; null if there are none
 * @param falsePerThousand flagged normal lines per 1,000 normal lines; null if there are none
 */
public record Flagged(int lines, Double precision, Double recall, Double falsePerThousand) {

  private static final double THOUSAND = 1_000;

  static Flagged of(List<JudgedLine> lines, Predicate<JudgedLine> isFlagged) {
    List<JudgedLine> flagged = lines.stream().filter(isFlagged).toList();
    int hits = anomalous(flagged);
    int anomalous = anomalous(lines);
    return new Flagged(
        flagged.size(),
        ratio(hits, flagged.size()),
        ratio(hits, anomalous),
        ratio(THOUSAND * (flagged.size() - hits), lines.size() - anomalous));
  }

  private static int anomalous(List<JudgedLine> lines) {
    return (int) lines.stream().filter(JudgedLine::isAnomalous).count();
  }

  private static Double ratio(double dividend, int divisor) {
    return divisor == 0 ? null : (Double) (dividend / divisor);
  }
}
