package io.hyperstream.tools.soak;

import java.time.Duration;
import java.util.List;

/**
 * What came out of a soak.
 *
 * @param seconds from the first record fed to the last score committed
 * @param linesPerKey that were fed
 * @param scored what the scores say
 * @param weights numbers in the learners' weights at the end, all of them finite
 * @param recoveries what was done, in order
 */
public record SoakResult(
    double seconds, int linesPerKey, Scored scored, long weights, List<Recovery> recoveries) {

  /**
   * The scores of a run.
   *
   * @param records that were scored
   * @param symbols of those
   * @param bpc bits per symbol
   */
  public record Scored(long records, long symbols, double bpc) {}

  /**
   * A disturbance and how the job got over it.
   *
   * @param at time since the first record was fed
   * @param untilNewScores time until the score of a record that was fed after it was committed
   */
  public record Recovery(Disturbance disturbance, Duration at, Duration untilNewScores) {}
}
