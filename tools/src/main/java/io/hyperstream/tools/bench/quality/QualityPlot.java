package io.hyperstream.tools.bench.quality;

import io.hyperstream.tools.bench.FileRuns;
import io.hyperstream.tools.report.LinePlot;
import io.hyperstream.tools.report.Wording;
import java.util.List;

/**
 * A picture of a quality report as SVG: for each file a panel with bits per symbol by bytes read,
 * the latter on a logarithmic scale.
 */
public final class QualityPlot {

  private QualityPlot() {}

  /** The picture as the text of an SVG file. */
  public static String svg(QualityReport report) {
    return LinePlot.svg(
        "Bits per symbol by bytes read, read once from a cold start",
        report.files().stream().map(QualityPlot::panel).toList());
  }

  private static LinePlot.Panel panel(FileRuns<QualityReport.Run> file) {
    return new LinePlot.Panel(
        file.file(),
        "bytes read",
        true,
        "bits per byte so far",
        file.runs().stream().map(QualityPlot::series).toList());
  }

  private static LinePlot.Series series(QualityReport.Run run) {
    List<LinePlot.Point> points =
        run.curve().stream().map(point -> new LinePlot.Point(point.bytes(), point.bpc())).toList();
    return new LinePlot.Series(run.learner(), Wording.of("%.3f", run.outcome().bpc()), points);
  }
}
