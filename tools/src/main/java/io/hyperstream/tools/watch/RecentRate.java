package io.hyperstream.tools.watch;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was scored, and its bits: within the last ten seconds, to a tenth of a second, and in all.
 * Not thread-safe.
 */
final class RecentRate {

  /** Times are in nanoseconds. */
  private static final long WINDOW = 10_000_000_000L;

  /** Arrivals within this time are merged, which bounds their number. */
  private static final long GRAIN = 100_000_000L;

  private record Arrivals(long time, long count, double bits) {}

  private final long started;
  private final Deque<Arrivals> arrivals = new ArrayDeque<>();
  private double lastMean = Double.NaN;
  private long count;
  private double bits;

  /**
   * @param started when counting began
   */
  RecentRate(long started) {
    this.started = started;
  }

  void add(long now, long added, double addedBits) {
    count += added;
    bits += addedBits;
    Arrivals last = arrivals.peekLast();
    if (last != null && now - last.time() < GRAIN) {
      arrivals.removeLast();
      arrivals.addLast(new Arrivals(last.time(), last.count() + added, last.bits() + addedBits));
    } else {
      arrivals.addLast(new Arrivals(now, added, addedBits));
    }
    forget(now);
  }

  private void forget(long now) {
    while (!arrivals.isEmpty() && now - arrivals.peekFirst().time() > WINDOW) {
      arrivals.removeFirst();
    }
  }

  /** Whether anything has come within the last ten seconds. */
  boolean isRecent(long now) {
    forget(now);
    return !arrivals.isEmpty();
  }

  /** The figures, those of one kind of stream. */
  RecentRates.Figures figures(StreamKind kind, long now) {
    forget(now);
    double seconds = Math.max(1, Math.min(WINDOW, now - started) / 1e9);
    long recent = arrivals.stream().mapToLong(Arrivals::count).sum();
    if (recent > 0) {
      lastMean = arrivals.stream().mapToDouble(Arrivals::bits).sum() / recent;
    }
    return new RecentRates.Figures(kind, recent / seconds, lastMean, count, bits);
  }
}
