package io.hyperstream.tools.page;

/** The shape of a {@link BpcHistory}, small enough to draw in a line of text. */
final class Trend {

  private static final int POINTS = 32;

  /**
   * Less than this, in bits per symbol, is drawn as a small difference, not over the full height.
   */
  private static final float LEAST_RANGE = 0.5f;

  private Trend() {}

  /** At most {@value #POINTS} heights from 0 to 100, the newest last. */
  static int[] of(BpcHistory history) {
    float[] values = history.values(0);
    int points = Math.min(POINTS, values.length);
    float least = Float.MAX_VALUE;
    float greatest = 0;
    for (float value : values) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    float range = Math.max(LEAST_RANGE, greatest - least);
    int[] trend = new int[points];
    for (int i = 0; i < points; i++) {
      // The newest value is always one of them.
      float value = values[values.length - 1 - (points - 1 - i) * values.length / points];
      trend[i] = Math.round(100 * (value - least) / range);
    }
    return trend;
  }
}
