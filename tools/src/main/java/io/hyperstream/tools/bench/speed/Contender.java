package io.hyperstream.tools.bench.speed;

import java.io.IOException;
import java.time.Duration;

/** Something that reads symbols, warm and ready, whose speed can be measured again and again. */
interface Contender extends AutoCloseable {

  /**
   * Runs whole steps for about so long.
   *
   * @return symbols per second
   */
  double symbolsPerSecond(Duration time);

  /** Time of one look at the speed while warming up. */
  Duration WARM_UP_SLICE = Duration.ofMillis(200);

  /** Compilers work beside the program for a while. */
  Duration WARM_UP_MIN = Duration.ofMillis(1500);

  Duration WARM_UP_MAX = Duration.ofSeconds(8);

  /** It is warm after so many looks without a gain. */
  int WARM_UP_PATIENCE = 3;

  /** What counts as a gain. */
  double WARM_UP_GAIN = 1.02;

  /**
   * Waits until it has started; comes before all else.
   *
   * @throws IOException if it does not start
   */
  default void awaitStart() throws IOException {}

  /** Runs until it is compiled and its speed no longer rises. */
  default void warmUp() {
    long start = System.nanoTime();
    double best = 0;
    int withoutGain = 0;
    long passed = 0;
    while (passed < WARM_UP_MAX.toNanos()
        && (passed < WARM_UP_MIN.toNanos() || withoutGain < WARM_UP_PATIENCE)) {
      double speed = symbolsPerSecond(WARM_UP_SLICE);
      withoutGain = speed > best * WARM_UP_GAIN ? 0 : withoutGain + 1;
      best = Math.max(best, speed);
      passed = System.nanoTime() - start;
    }
  }

  @Override
  void close();
}
