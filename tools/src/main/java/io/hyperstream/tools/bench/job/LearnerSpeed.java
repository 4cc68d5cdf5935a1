package io.hyperstream.tools.bench.job;

/**
 * How fast a learner is.
 *
 * @param symbolsPerSecond learned
 * @param cpuMicros processor time that the learner's threads took for a symbol
 */
public record LearnerSpeed(double symbolsPerSecond, double cpuMicros) {

  static LearnerSpeed of(long symbols, double seconds, long cpuNanos) {
    return new LearnerSpeed(symbols / seconds, cpuNanos / 1e3 / Math.max(1, symbols));
  }
}
