package io.hyperstream.tools.watch;

import java.util.EnumMap;
import java.util.Map;

/**
 * How much of each kind was scored, and what it cost. Bits of symbols, vectors and images are not
 * added up: those of vectors depend on the units of their numbers. Not thread-safe.
 */
public final class RecentRates {

  private final Map<StreamKind, RecentRate> rates = new EnumMap<>(StreamKind.class);
  private StreamKind latest = StreamKind.SYMBOLS;

  /**
   * Figures of one kind of stream.
   *
   * @param perSecond symbols, vectors or images, the mean over the last ten seconds
   * @param bitsEach the mean over the last ten seconds in which some came; NaN before the first
   * @param count of all so far
   * @param bits of all so far
   */
  public record Figures(
      StreamKind kind, double perSecond, double bitsEach, long count, double bits) {

    /** The mean over everything so far; NaN before the first. */
    double overallBitsEach() {
      return bits / count;
    }
  }

  /**
   * @param started when counting began, in nanoseconds, as all times here
   */
  public RecentRates(long started) {
    for (StreamKind kind : StreamKind.values()) {
      rates.put(kind, new RecentRate(started));
    }
  }

  public void add(StreamKind kind, long now, long count, double bits) {
    rates.get(kind).add(now, count, bits);
  }

  /** The figures of the first kind that has come of late: symbols if there are some. */
  public Figures figures(long now) {
    latest =
        rates.keySet().stream()
            .filter(kind -> rates.get(kind).isRecent(now))
            .findFirst()
            .orElse(latest);
    return rates.get(latest).figures(latest, now);
  }
}
