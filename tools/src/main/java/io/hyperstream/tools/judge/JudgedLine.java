package io.hyperstream.tools.judge;

/**
 * A line with a surprise.
 *
 * @param key of its stream
 * @param baselines its other scores, in the order of {@link Baselines#NAMES}
 */
record JudgedLine(String key, Label label, LineOutcome outcome, double[] baselines) {

  double surprise() {
    return outcome.surprise();
  }

  boolean isAnomalous() {
    return label.isAnomalous();
  }

  boolean isAlerted() {
    return outcome.isAlerted();
  }
}
