package io.hyperstream.tools.soak;

import java.time.Duration;
import java.util.List;

/**
 * Result of a soak test.
 *
 * @param seconds seconds from the first record fed to the last score committed
 * @param linesPerKey number of lines fed per key
 * @param scored totals of the scores
 * @param weights number of weights of all learners at the end, all of them finite
 * @param recoveries the disturbances and recoveries, in order
 */
public record SoakResult(
    double seconds, int linesPerKey, Scored scored, long weights, List<Recovery> recoveries) {

  /**
   * Totals of a run's scores.
   *
   * @param records number of scored records
   * @param symbols number of symbols in those records
   * @param bpc bits per symbol
   */
  public record Scored(long records, long symbols, double bpc) {}

  /**
   * A disturbance and the job's recovery.
   *
   * @param at time of the disturbance since the first record was fed
   * @param untilNewScores time from the disturbance until the score of a later record was committed
   */
  public record Recovery(Disturbance disturbance, Duration at, Duration untilNewScores) {}
}
