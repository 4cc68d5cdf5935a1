package io.hyperstream.tools.page;

/** The shape of a {@link BpcHistory}, small enough to draw in a line of text. */
final class Trend {

  private static final int POINTS = 32;

  /**
   * Min range of the drawing in bits per symbol, so that small differences do not fill the height.
   */
  private static final float MIN_RANGE = 0.5f;

  private Trend() {}

  /** At most {@value #POINTS} heights from 0 to 100, newest last. */
  static int[] of(BpcHistory history) {
    float[] values = history.values(0);
    int points = Math.min(POINTS, values.length);
    float min = Float.MAX_VALUE;
    float max = -Float.MAX_VALUE;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    float range = Math.max(MIN_RANGE, max - min);
    int[] trend = new int[points];
    for (int i = 0; i < points; i++) {
      // The newest value is always one of them.
      float value = values[values.length - 1 - (points - 1 - i) * values.length / points];
      trend[i] = Math.round(100 * (value - min) / range);
    }
    return trend;
  }
}
