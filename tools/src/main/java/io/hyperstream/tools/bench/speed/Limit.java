package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.net.NetworkCost;

/**
 * Symbols per second that no program can exceed on this machine or device: the lower one of two
 * limits.
 *
 * @param gigaflops the peak, 10^9 operations per second: of cores' multiply-adds, or of a device's
 *     products
 * @param fmaSymbolsPerSecond if it did nothing but the multiply-adds, at that peak
 * @param bandwidthSymbolsPerSecond if it did nothing but read what must be read, each working set
 *     at the speed measured for its size; infinite for a device, where that is not measured
 * @param gigabytesPerSecond of those reads on average; likewise
 */
record Limit(
    double gigaflops,
    double fmaSymbolsPerSecond,
    double bandwidthSymbolsPerSecond,
    double gigabytesPerSecond) {

  /** Of a device whose products run at so many 10^9 operations per second. */
  static Limit ofDevice(BenchCase benchCase, double gigaflops) {
    double symbols = gigaflops * 1e9 / benchCase.cost().operations(benchCase.learning());
    return new Limit(gigaflops, symbols, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** Measures the machine's cores for one case, now. */
  static Limit ofCores(BenchCase benchCase, Peaks peaks) {
    NetworkCost cost = benchCase.cost();
    int lanes = benchCase.lanes();
    double gigaflops = peaks.gigaflops(lanes);
    double weights = cost.weightBytes(benchCase.batch(), benchCase.window(), benchCase.learning());
    double nanos = weights / peaks.gigabytesPerSecond(cost.sequentialWeightBytes(), lanes);
    if (benchCase.learning()) {
      boolean mean = benchCase.keepsMean();
      nanos +=
          cost.updateBytes(benchCase.batch(), benchCase.window(), mean)
              / peaks.gigabytesPerSecond(cost.updateSetBytes(mean), lanes);
    }
    return new Limit(
        gigaflops,
        gigaflops * 1e9 / cost.operations(benchCase.learning()),
        1e9 / nanos,
        benchCase.bytesPerSymbol() / nanos);
  }

  double symbolsPerSecond() {
    return Math.min(fmaSymbolsPerSecond, bandwidthSymbolsPerSecond);
  }

  /** Whether reading, not computing, is the limit. */
  boolean isBandwidthBound() {
    return bandwidthSymbolsPerSecond < fmaSymbolsPerSecond;
  }

  /** The higher one: what was measured while something else ran is too low. */
  Limit orHigher(Limit other) {
    return other.symbolsPerSecond() > symbolsPerSecond() ? other : this;
  }
}
