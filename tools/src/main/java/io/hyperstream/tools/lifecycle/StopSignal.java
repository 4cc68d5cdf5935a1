package io.hyperstream.tools.lifecycle;

import java.time.Duration;

/** Tells a loop when to end. The loop sleeps on it meanwhile. */
@FunctionalInterface
public interface StopSignal {

  /** Waits until the loop should end, but at most this long. Returns whether it should end. */
  boolean awaitStop(Duration limit) throws InterruptedException;

  /** This signal, or the end of this duration from now, whichever comes first. */
  default StopSignal orAfter(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    return limit -> {
      long left = Math.max(0, end - System.nanoTime());
      boolean stopped = awaitStop(left < limit.toNanos() ? Duration.ofNanos(left) : limit);
      return stopped || System.nanoTime() - end >= 0;
    };
  }
}
