package io.hyperstream.tools.bench.speed;

import java.util.ArrayList;
import java.util.List;

/** Measures the limits of this machine: its multiply-adds, and its reads from each cache. */
final class Peaks {

  private static final long SMALLEST_SET = 32L << 10;
  private static final long LARGEST_SET = 256L << 20;

  /** Enough for the compiler to have done with the loops. */
  private static final int WARM_UP_ROUNDS = 200;

  private static final int ROUNDS = 30;

  private static final int READ_ROUNDS = 12;

  /**
   * Read bandwidth at one working set.
   *
   * @param threads that read at once, each its part
   * @param bytes of the working set
   */
  record Bandwidth(int threads, long bytes, double gigabytesPerSecond) {}

  private final int maxThreads;
  private final ReadBandwidth reads;
  private final double[] bestGigaflops;

  /**
   * @param maxThreads that will be asked for
   */
  Peaks(int maxThreads) {
    this.maxThreads = maxThreads;
    this.reads = new ReadBandwidth(maxThreads, LARGEST_SET);
    this.bestGigaflops = new double[maxThreads + 1];
  }

  /** To be called before anything is measured. */
  void warmUp() {
    FmaPeak.gigaflops(1, WARM_UP_ROUNDS);
    reads.gigabytesPerSecond(SMALLEST_SET, 1, WARM_UP_ROUNDS);
  }

  /** 10^9 operations per second of so many cores, now. */
  double gigaflops(int threads) {
    double now = FmaPeak.gigaflops(threads, ROUNDS);
    bestGigaflops[threads] = Math.max(bestGigaflops[threads], now);
    return now;
  }

  /** The best that was ever measured for so many cores; 0 if none was. */
  double bestGigaflops(int threads) {
    return bestGigaflops[threads];
  }

  /** 10^9 bytes per second of so many cores that read a working set between them, now. */
  double gigabytesPerSecond(long bytes, int threads) {
    return reads.gigabytesPerSecond(bytes, threads, READ_ROUNDS);
  }

  /** Read bandwidths at sizes that show each cache, for one core and for all. */
  List<Bandwidth> bandwidths() {
    List<Bandwidth> all = new ArrayList<>();
    for (int threads = 1; threads <= maxThreads; threads++) {
      for (long bytes = SMALLEST_SET; bytes <= LARGEST_SET; bytes *= 2) {
        all.add(new Bandwidth(threads, bytes, gigabytesPerSecond(bytes, threads)));
      }
    }
    return all;
  }
}
