package io.hyperstream.tools.terminal;

import java.util.ArrayDeque;
import java.util.Deque;

/** Symbols and bits of the last ten seconds, to a tenth of a second. Not thread-safe. */
public final class RecentRate {

  /** Times are in nanoseconds. */
  private static final long WINDOW = 10_000_000_000L;

  /** Arrivals within this time are merged, which bounds their number. */
  private static final long GRAIN = 100_000_000L;

  /**
   * Speed and bits per symbol.
   *
   * @param symbolsPerSecond mean over the last ten seconds
   * @param bpc bits per symbol over the last ten seconds with symbols; NaN before the first
   */
  public record Figures(double symbolsPerSecond, double bpc) {}

  private record Arrivals(long time, long symbols, double bits) {}

  private final long started;
  private final Deque<Arrivals> arrivals = new ArrayDeque<>();
  private double lastBpc = Double.NaN;

  /**
   * @param started when counting began
   */
  public RecentRate(long started) {
    this.started = started;
  }

  public void add(long now, long symbols, double bits) {
    Arrivals last = arrivals.peekLast();
    if (last != null && now - last.time() < GRAIN) {
      arrivals.removeLast();
      arrivals.addLast(new Arrivals(last.time(), last.symbols() + symbols, last.bits() + bits));
    } else {
      arrivals.addLast(new Arrivals(now, symbols, bits));
    }
    forget(now);
  }

  private void forget(long now) {
    while (!arrivals.isEmpty() && now - arrivals.peekFirst().time() > WINDOW) {
      arrivals.removeFirst();
    }
  }

  /** Figures of the most recent arrivals. */
  public Figures figures(long now) {
    forget(now);
    double seconds = Math.max(1, Math.min(WINDOW, now - started) / 1e9);
    long symbols = arrivals.stream().mapToLong(Arrivals::symbols).sum();
    if (symbols > 0) {
      lastBpc = arrivals.stream().mapToDouble(Arrivals::bits).sum() / symbols;
    }
    return new Figures(symbols / seconds, lastBpc);
  }
}
