package io.hyperstream.tools.bench.quality;

import io.hyperstream.tools.bench.FileRuns;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A picture of a quality report as SVG: for each file a panel with bits per symbol by bytes read,
 * the latter on a logarithmic scale. Follows the reader's choice of a light or a dark screen.
 */
public final class QualityPlot {

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
        .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
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

  private final StringBuilder svg = new StringBuilder();

  private QualityPlot() {}

  /** The picture as the text of an SVG file. */
  public static String svg(QualityReport report) {
    return new QualityPlot().draw(report);
  }

  private String draw(QualityReport report) {
    List<FileRuns<QualityReport.Run>> files = report.files();
    int columns = Math.min(COLUMNS, files.size());
    int rows = (files.size() + COLUMNS - 1) / COLUMNS;
    int width = columns * WIDTH;
    int height = rows * HEIGHT;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " viewBox=\"0 0 %d %d\" role=\"img\">",
        width, height, width, height);
    add("<title>Bits per symbol by bytes read, read once from a cold start</title>");
    svg.append(STYLE);
    for (int i = 0; i < files.size(); i++) {
      add("<g transform=\"translate(%d %d)\">", i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT);
      panel(files.get(i));
      add("</g>");
    }
    add("</svg>");
    return svg.toString();
  }

  private void panel(FileRuns<QualityReport.Run> file) {
    Axis bytes = bytesAxis(file);
    Axis bits = bitsAxis(file);
    add("<text class=\"title\" x=\"%d\" y=\"24\">%s</text>", LEFT, escape(file.file()));
    for (double tick : bits.ticks()) {
      double y = bits.at(tick);
      add("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, RIGHT);
      add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y + 4, label(tick));
    }
    for (double tick : bytes.ticks()) {
      double x = bytes.at(tick);
      add("<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x, TOP, BOTTOM);
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x, BOTTOM + 18, amount(tick));
    }
    add(
        "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
        LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP);
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">bytes read</text>",
        (LEFT + RIGHT) / 2, BOTTOM + 36);
    add(
        "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">"
            + "bits per byte so far</text>",
        (TOP + BOTTOM) / 2);
    for (int i = 0; i < file.runs().size(); i++) {
      curve(file.runs().get(i), i, bytes, bits);
      legend(file.runs().get(i), i);
    }
  }

  private void curve(QualityReport.Run run, int number, Axis bytes, Axis bits) {
    StringBuilder path = new StringBuilder();
    for (Curve.Point point : run.curve()) {
      path.append(path.isEmpty() ? 'M' : 'L');
      path.append(format("%.1f %.1f", bytes.at(point.bytes()), bits.at(point.bpc())));
    }
    add("<path class=\"curve c%d\" d=\"%s\"/>", number % COLOURS, path);
  }

  /** In the upper right corner, where curves that fall leave room. */
  private void legend(QualityReport.Run run, int number) {
    int x = RIGHT - LEGEND_WIDTH;
    int y = TOP + LEGEND_LINE * (number + 1);
    add("<path class=\"curve c%d\" d=\"M%d %dh20\"/>", number % COLOURS, x, y - 4);
    add("<text x=\"%d\" y=\"%d\">%s</text>", x + 28, y, escape(run.learner()));
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.3f</text>",
        RIGHT - 8, y, run.outcome().bpc());
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

  private static Axis bytesAxis(FileRuns<QualityReport.Run> file) {
    double first = points(file).mapToDouble(Curve.Point::bytes).min().orElse(1);
    double min = Math.pow(10, Math.floor(Math.log10(first)));
    double max = Math.max(2 * min, points(file).mapToDouble(Curve.Point::bytes).max().orElse(1));
    double[] ticks =
        DoubleStream.iterate(1, tick -> tick <= max, tick -> tick * 10)
            .filter(tick -> tick >= min)
            .toArray();
    return new Axis(min, max, LEFT, RIGHT, true, ticks);
  }

  private static Axis bitsAxis(FileRuns<QualityReport.Run> file) {
    double min = Math.floor(points(file).mapToDouble(Curve.Point::bpc).min().orElse(0));
    double max = Math.ceil(points(file).mapToDouble(Curve.Point::bpc).max().orElse(8));
    double step = max - min > FINE_RANGE ? 1 : 0.5;
    double top = Math.max(max, min + step);
    double[] ticks = DoubleStream.iterate(min, tick -> tick <= top, tick -> tick + step).toArray();
    return new Axis(min, top, BOTTOM, TOP, false, ticks);
  }

  private static Stream<Curve.Point> points(FileRuns<QualityReport.Run> file) {
    return file.runs().stream().flatMap(run -> run.curve().stream());
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
