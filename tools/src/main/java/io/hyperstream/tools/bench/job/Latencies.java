package io.hyperstream.tools.bench.job;

import java.util.Arrays;

/** Times that records waited, of which percentiles are wanted. */
final class Latencies {

  private long[] millis = new long[1024];
  private int count;

  void add(long value) {
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, 2 * count);
    }
    millis[count++] = value;
  }

  /** Milliseconds within which that fraction of the records was seen. */
  long percentile(double fraction) {
    long[] sorted = Arrays.copyOf(millis, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(fraction * count) - 1)];
  }
}
