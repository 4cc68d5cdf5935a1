package io.hyperstream.tools.watch;

import java.util.Arrays;

/** Numbers as a row of bars, from their minimum (lowest bar) to their maximum (full bar). */
final class Sparkline {

  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /** The last values, one column each, aligned to the right in this many columns. */
  static String of(double[] values, int columns) {
    double[] shown =
        Arrays.copyOfRange(values, Math.max(0, values.length - columns), values.length);
    double min = Arrays.stream(shown).min().orElse(0);
    double range = Arrays.stream(shown).max().orElse(0) - min;
    StringBuilder line = new StringBuilder(" ".repeat(columns - shown.length));
    for (double value : shown) {
      double height = range > 0 ? (value - min) / range : 0;
      line.append(BARS.charAt((int) Math.round(height * (BARS.length() - 1))));
    }
    return line.toString();
  }
}
