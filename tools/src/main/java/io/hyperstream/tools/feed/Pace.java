package io.hyperstream.tools.feed;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How fast to send: a steady number of bytes per second, or as fast as it goes. */
public final class Pace {

  /** Time lost while there was nothing to send is made up for at most this long, in nanoseconds. */
  private static final long CATCH_UP = 1_000_000_000L;

  private final double nanosPerByte;
  private final LongSupplier nanoClock;
  private long due;

  private Pace(double nanosPerByte, LongSupplier nanoClock) {
    this.nanosPerByte = nanosPerByte;
    this.nanoClock = nanoClock;
    this.due = nanoClock.getAsLong();
  }

  public static Pace unlimited() {
    return new Pace(0, () -> 0);
  }

  public static Pace bytesPerSecond(double rate) {
    return bytesPerSecond(rate, System::nanoTime);
  }

  static Pace bytesPerSecond(double rate, LongSupplier nanoClock) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("A rate of " + rate + " bytes per second; more than 0");
    }
    return new Pace(1e9 / rate, nanoClock);
  }

  /** How long to wait after so many bytes. */
  public Duration after(int bytes) {
    long now = nanoClock.getAsLong();
    due = Math.max(due, now - CATCH_UP) + (long) (bytes * nanosPerByte);
    return Duration.ofNanos(Math.max(0, due - now));
  }
}
