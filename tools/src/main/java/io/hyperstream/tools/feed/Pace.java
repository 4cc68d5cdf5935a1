package io.hyperstream.tools.feed;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How fast to send: at a steady number of bytes per second, or without a limit. */
public final class Pace {

  /** Max idle time, in nanoseconds, that is made up for by sending faster afterwards. */
  private static final long CATCH_UP = 1_000_000_000L;

  private volatile double nanosPerByte;
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
      throw new IllegalArgumentException(
          "The rate must be more than 0 bytes per second, but is " + rate);
    }
    return new Pace(1e9 / rate, nanoClock);
  }

  /** From now on there is no limit. Other threads may call this. */
  public void lift() {
    nanosPerByte = 0;
  }

  /** How long to wait after sending this many bytes. */
  public Duration after(int bytes) {
    long now = nanoClock.getAsLong();
    due = Math.max(due, now - CATCH_UP) + (long) (bytes * nanosPerByte);
    return Duration.ofNanos(Math.max(0, due - now));
  }
}
