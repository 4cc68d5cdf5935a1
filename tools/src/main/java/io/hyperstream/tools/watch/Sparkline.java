package io.hyperstream.tools.watch;

import java.util.Arrays;

/** Numbers as a row of bars, from their least (lowest bar) to their greatest (full bar). */
final class Sparkline {

  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /** The last values, one column each, on the right of so many columns. */
  static String of(double[] values, int columns) {
    double[] shown =
        Arrays.copyOfRange(values, Math.max(0, values.length - columns), values.length);
    double least = Arrays.stream(shown).min().orElse(0);
    double range = Arrays.stream(shown).max().orElse(0) - least;
    StringBuilder line = new StringBuilder(" ".repeat(columns - shown.length));
    for (double value : shown) {
      double height = range > 0 ? (value - least) / range : 0;
      line.append(BARS.charAt((int) Math.round(height * (BARS.length() - 1))));
    }
    return line.toString();
  }
}
