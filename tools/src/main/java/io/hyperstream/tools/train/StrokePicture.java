package io.hyperstream.tools.train;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.Preset;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.observation.VectorObservations;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import io.hyperstream.tools.replay.InputFileException;
import io.hyperstream.tools.replay.VectorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Strokes of a pen that a network draws, as the text of an SVG file. Its vectors are the way of the
 * pen to the right and down, and whether it is lifted then; a second binary number may say that a
 * drawing ends.
 */
public final class StrokePicture {

  private static final int COLUMNS = 8;
  private static final int ROWS = 6;
  private static final int TILE = 96;
  private static final int MARGIN = 10;

  /** Longest drawing, and length of a line of writing that does not end. */
  private static final int MAX_POINTS = 400;

  /** Windows that the network reads of what came before. */
  private static final int MAX_WINDOWS = 40;

  private static final String STYLE =
      """
      <style>
        path { fill: none; stroke: #333333; stroke-width: 1.5; stroke-linejoin: round; stroke-linecap: round; }
        @media (prefers-color-scheme: dark) { path { stroke: #d0d0d0; } }
      </style>
      """;

  private StrokePicture() {}

  /**
   * Draws what may follow.
   *
   * @param file strokes that the network reads before, which give those drawn their size
   * @throws IllegalArgumentException if the network does not predict the strokes of a pen
   * @throws InputFileException if the file does not have such
   */
  public static String svg(NetworkWeights weights, Path file, long seed)
      throws IOException, InputFileException {
    DensityConfig density = weights.network().density();
    if (density == null || density.continuous() != 2 || density.binary() == 0) {
      throw new IllegalArgumentException(
          "the network does not predict strokes: two numbers, and behind them whether the pen is"
              + " lifted (vector.binary)");
    }
    VectorFile strokes = VectorFile.read(file, density.binary());
    if (strokes.width() != density.width()) {
      throw new InputFileException(
          file,
          "has vectors of %d numbers, but the network was trained on such of %d"
              .formatted(strokes.width(), density.width()));
    }
    boolean ends = density.binary() > 1;
    int columns = ends ? COLUMNS : 1;
    double width = (double) TILE * COLUMNS / columns;
    List<double[][]> drawings = draw(weights, strokes.observations(), columns * ROWS, seed);
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n%s",
        TILE * COLUMNS,
        TILE * ROWS,
        STYLE);
    append(svg, "<title>Strokes that a network drew</title>%n");
    for (int i = 0; i < drawings.size(); i++) {
      append(
          svg,
          "<path transform=\"translate(%.0f %d)\" d=\"%s\"/>%n",
          i % columns * width,
          i / columns * TILE,
          path(drawings.get(i), width));
    }
    return svg.append("</svg>\n").toString();
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private static List<double[][]> draw(
      NetworkWeights weights, VectorObservations before, int count, long seed) {
    LearnerConfig preset = Preset.SENSOR.config(seed);
    LearnerConfig config =
        new LearnerConfig(
            weights.network(),
            preset.adam(),
            RehearsalConfig.OFF,
            ContextConfig.OFF,
            preset.window(),
            preset.batch(),
            seed);
    try (Learner learner =
        Learner.create(config, ComputeTarget.AUTO.with(Backend.VECTOR).withLanes(1))) {
      learner.startFrom(weights);
      StreamState state = new StreamState(config.network());
      Batch batch = new Batch(config);
      int first = Math.max(0, before.size() - MAX_WINDOWS * config.window());
      for (int from = first; from < before.size(); from += config.window()) {
        batch.clear();
        batch.add(state, before, from, Math.min(config.window(), before.size() - from));
        learner.score(batch);
      }
      List<double[][]> drawings = new ArrayList<>();
      for (double[][] path : learner.samplePaths(state, MAX_POINTS, count, seed)) {
        drawings.add(path);
      }
      return drawings;
    }
  }

  /** A drawing up to its end, in the middle of its tile. */
  private static String path(double[][] points, double width) {
    int length = 0;
    double[] x = new double[points.length];
    double[] y = new double[points.length];
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
    boolean ended = false;
    while (length < points.length && !ended) {
      double[] point = points[length];
      x[length] = (length == 0 ? 0 : x[length - 1]) + point[0];
      y[length] = (length == 0 ? 0 : y[length - 1]) + point[1];
      left = Math.min(left, x[length]);
      right = Math.max(right, x[length]);
      top = Math.min(top, y[length]);
      bottom = Math.max(bottom, y[length]);
      ended = point.length > 3 && point[3] == 1;
      length++;
    }
    double scale =
        Math.min(
            (width - 2 * MARGIN) / Math.max(1e-9, right - left),
            (TILE - 2 * MARGIN) / Math.max(1e-9, bottom - top));
    double dx = (width - scale * (left + right)) / 2;
    double dy = (TILE - scale * (top + bottom)) / 2;
    StringBuilder path = new StringBuilder();
    append(path, "M%.1f %.1f", dx, dy);
    for (int i = 0; i < length; i++) {
      boolean lifted = i > 0 && points[i - 1][2] == 1;
      append(path, "%s%.1f %.1f", lifted ? "M" : "L", dx + scale * x[i], dy + scale * y[i]);
    }
    return path.toString();
  }
}
