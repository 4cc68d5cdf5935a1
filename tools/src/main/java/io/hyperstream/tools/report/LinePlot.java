package io.hyperstream.tools.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A picture of curves as SVG, in one or several panels. Follows the reader's choice of a light or a
 * dark screen.
 */
public final class LinePlot {

  /** A place of a curve. */
  public record Point(double x, double y) {}

  /**
   * A curve.
   *
   * @param value what the legend says beside its name
   */
  public record Series(String name, String value, List<Point> points) {}

  /**
   * Curves over one axis.
   *
   * @param bytes whether the horizontal axis is of bytes, on a logarithmic scale; else it is of
   *     small numbers from 0 on
   */
  public record Panel(
      String title, String xLabel, boolean bytes, String yLabel, List<Series> series) {}

  private static final int COLUMNS = 2;
  private static final int WIDTH = 440;
  private static final int HEIGHT = 300;

  // The frame of a panel's plot, in the panel.
  private static final int LEFT = 52;
  private static final int RIGHT = WIDTH - 20;
  private static final int TOP = 40;
  private static final int BOTTOM = HEIGHT - 44;

  private static final int LEGEND_LINE = 18;
  private static final int LEGEND_WIDTH = 222;

  /** Above this there are only whole numbers on the vertical axis. */
  private static final double FINE_RANGE = 3;

  /** Colours that most people can tell apart, for a light and for a dark screen. */
  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #333333; }
        .title { font-weight: bold; }
        .frame { stroke: #8a8a8a; fill: none; }
        .grid { stroke: #8a8a8a; stroke-opacity: 0.25; }
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .c0 { stroke: #0072b2; }
        .c1 { stroke: #d55e00; }
        .c2 { stroke: #008060; }
        .c3 { stroke: #a0408c; }
        @media (prefers-color-scheme: dark) {
          text { fill: #d0d0d0; }
          .c0 { stroke: #56b4e9; }
          .c1 { stroke: #f0a030; }
          .c2 { stroke: #2bd9a5; }
          .c3 { stroke: #e08bd0; }
        }
      </style>
      """;

  private static final int COLOURS = 4;

  /** About so many numbers stand below an axis of small numbers. */
  private static final int NUMBERS = 6;

  private final StringBuilder svg = new StringBuilder();

  private LinePlot() {}

  /** The picture as the text of an SVG file. */
  public static String svg(String title, List<Panel> panels) {
    return new LinePlot().draw(title, panels);
  }

  private String draw(String title, List<Panel> panels) {
    int columns = Math.min(COLUMNS, panels.size());
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    int width = columns * WIDTH;
    int height = rows * HEIGHT;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" role=\"img\">",
        width, height, width, height);
    add("<title>%s</title>", escape(title));
    svg.append(STYLE);
    for (int i = 0; i < panels.size(); i++) {
      add("<g transform=\"translate(%d %d)\">", i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT);
      panel(panels.get(i));
      add("</g>");
    }
    add("</svg>");
    return svg.toString();
  }

  private void panel(Panel panel) {
    Axis across = panel.bytes() ? bytesAxis(panel) : numbersAxis(panel);
    Axis up = bitsAxis(panel);
    add("<text class=\"title\" x=\"%d\" y=\"24\">%s</text>", LEFT, escape(panel.title()));
    for (double tick : up.ticks()) {
      double y = up.at(tick);
      add("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, RIGHT);
      add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4, label(tick));
    }
    for (double tick : across.ticks()) {
      double x = across.at(tick);
      add("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x, TOP, BOTTOM);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x, BOTTOM + 18, panel.bytes() ? amount(tick) : label(tick));
    }
    add(
        "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
        LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (LEFT + RIGHT) / 2, BOTTOM + 36, escape(panel.xLabel()));
    add(
        "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        (TOP + BOTTOM) / 2, escape(panel.yLabel()));
    for (int i = 0; i < panel.series().size(); i++) {
      curve(panel.series().get(i), i, across, up);
      legend(panel.series().get(i), i);
    }
  }

  private void curve(Series series, int number, Axis across, Axis up) {
    StringBuilder path = new StringBuilder();
    for (Point point : series.points()) {
      path.append(path.isEmpty() ? 'M' : 'L');
      path.append(format("%.1f %.1f", across.at(point.x()), up.at(point.y())));
    }
    if (series.points().size() == 1) {
      // A line of no length is drawn as a dot.
      path.append("h0");
    }
    add("<path class=\"curve c%d\" d=\"%s\"/>", number % COLOURS, path);
  }

  /** In the upper right corner, where curves that fall leave room. */
  private void legend(Series series, int number) {
    int x = RIGHT - LEGEND_WIDTH;
    int y = TOP + LEGEND_LINE * (number + 1);
    add("<path class=\"curve c%d\" d=\"M%d %dh20\"/>", number % COLOURS, x, y - 4);
    add("<text x=\"%d\" y=\"%d\">%s</text>", x + 28, y, escape(series.name()));
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
        RIGHT - 8, y, escape(series.value()));
  }

  /** From values to places, on a straight or a logarithmic scale. */
  private record Axis(
      double min, double max, double from, double to, boolean logarithmic, double[] ticks) {

    double at(double value) {
      double part =
          logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
      return from + part * (to - from);
    }
  }

  private static Axis bytesAxis(Panel panel) {
    double first = points(panel).mapToDouble(Point::x).min().orElse(1);
    double min = Math.pow(10, Math.floor(Math.log10(first)));
    double max = Math.max(2 * min, points(panel).mapToDouble(Point::x).max().orElse(1));
    double[] ticks =
        DoubleStream.iterate(1, tick -> tick <= max, tick -> tick * 10)
            .filter(tick -> tick >= min)
            .toArray();
    return new Axis(min, max, LEFT, RIGHT, true, ticks);
  }

  private static Axis bitsAxis(Panel panel) {
    double min = Math.floor(points(panel).mapToDouble(Point::y).min().orElse(0));
    double max = Math.ceil(points(panel).mapToDouble(Point::y).max().orElse(8));
    double step = max - min > FINE_RANGE ? 1 : 0.5;
    double top = Math.max(max, min + step);
    double[] ticks = DoubleStream.iterate(min, tick -> tick <= top, tick -> tick + step).toArray();
    return new Axis(min, top, BOTTOM, TOP, false, ticks);
  }

  private static Axis numbersAxis(Panel panel) {
    double max = Math.max(1, points(panel).mapToDouble(Point::x).max().orElse(1));
    double step = Math.max(1, Math.rint(max / NUMBERS));
    double[] ticks = DoubleStream.iterate(0, tick -> tick <= max, tick -> tick + step).toArray();
    return new Axis(0, max, LEFT, RIGHT, false, ticks);
  }

  private static Stream<Point> points(Panel panel) {
    return panel.series().stream().flatMap(series -> series.points().stream());
  }

  private static String label(double tick) {
    return tick == Math.rint(tick) ? format("%.0f", tick) : format("%.1f", tick);
  }

  private static String amount(double bytes) {
    return bytes >= 1e6
        ? format("%.0f MB", bytes / 1e6)
        : bytes >= 1e3 ? format("%.0f kB", bytes / 1e3) : format("%.0f", bytes);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private void add(String format, Object... values) {
    svg.append(format(format, values)).append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
