package io.hyperstream.tools.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** How tests wait for what must come: long enough for a machine that has much else to do. */
public final class Patience {

  /** What takes longer will not come. */
  public static final Duration LIMIT = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofMillis(50);

  private Patience() {}

  /** Waits until the condition holds; fails if it never does. */
  public static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("time until: %s", what).isLessThan(end);
      Thread.sleep(POLL.toMillis());
    }
  }
}
