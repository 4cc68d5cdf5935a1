package io.hyperstream.tools.judge;

import java.util.Set;

/**
 * What was made of a line.
 *
 * @param surprise NaN during the warm-up
 * @param bpc bits per symbol
 * @param incidents those that its alerts belong to; empty if it raised none
 */
public record LineOutcome(double surprise, double bpc, Set<String> incidents) {

  boolean isWarm() {
    return !Double.isNaN(surprise);
  }

  boolean isAlerted() {
    return !incidents.isEmpty();
  }
}
