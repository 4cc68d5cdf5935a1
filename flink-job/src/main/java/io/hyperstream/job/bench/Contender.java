package io.hyperstream.job.bench;

import java.time.Duration;

/** Something that reads symbols, warm and ready, whose speed can be measured again and again. */
interface Contender extends AutoCloseable {

  /**
   * Runs whole steps for about so long.
   *
   * @return symbols per second
   */
  double symbolsPerSecond(Duration time);

  /** Runs until it is compiled and its speed no longer rises. */
  default void warmUp() {
    double best = 0;
    int withoutGain = 0;
    for (int i = 0; i < WARM_UP_SLICES && withoutGain < WARM_UP_PATIENCE; i++) {
      double speed = symbolsPerSecond(WARM_UP_SLICE);
      withoutGain = speed > best * WARM_UP_GAIN ? 0 : withoutGain + 1;
      best = Math.max(best, speed);
    }
  }

  /** Time of one look at the speed while warming up. */
  Duration WARM_UP_SLICE = Duration.ofMillis(200);

  int WARM_UP_SLICES = 40;

  /** How many looks in a row may show no gain before it counts as warm. */
  int WARM_UP_PATIENCE = 3;

  /** What counts as a gain. */
  double WARM_UP_GAIN = 1.02;

  @Override
  void close();
}
