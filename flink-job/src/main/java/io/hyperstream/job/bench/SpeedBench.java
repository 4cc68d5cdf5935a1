package io.hyperstream.job.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures how fast the learner is, and what this machine allows. */
public final class SpeedBench {

  private final SpeedSettings settings;
  private final Consumer<String> progress;
  private final int mostLanes;
  private final Peaks peaks;
  private final List<SpeedReport.Row> rows = new ArrayList<>();
  private final List<SpeedReport.Comparison> comparisons = new ArrayList<>();

  /**
   * @param progress told what is being done
   */
  public SpeedBench(SpeedSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.mostLanes = settings.lanes().stream().mapToInt(Integer::intValue).max().orElse(1);
    this.peaks = new Peaks(mostLanes);
  }

  /**
   * Measures everything; once.
   *
   * @throws IOException if a yardstick that is there does not start
   */
  public SpeedReport run() throws IOException {
    progress.accept("Measuring what this machine can do ...");
    peaks.warmUp();
    List<Peaks.Bandwidth> bandwidths = peaks.bandwidths();
    List<String> absent = new ArrayList<>();
    List<Yardstick> yardsticks = present(absent);
    int group = 0;
    Map<String, List<Shape>> sizes = sizes();
    int groups = sizes.size() * settings.batches().size();
    for (List<Shape> shapes : sizes.values()) {
      for (int batch : settings.batches()) {
        group++;
        String size = Shape.size(shapes.get(0).network());
        String name = "%d/%d: %s units, batch %d".formatted(group, groups, size, batch);
        measure(shapes, batch, yardsticks, name);
      }
    }
    List<Double> gigaflops = new ArrayList<>();
    for (int lanes = 1; lanes <= mostLanes; lanes++) {
      gigaflops.add(Math.max(peaks.gigaflops(lanes), peaks.bestGigaflops(lanes)));
    }
    return new SpeedReport(
        Machine.here(), gigaflops.get(0), gigaflops, bandwidths, rows, comparisons, absent);
  }

  /** The yardsticks that can run here. */
  private List<Yardstick> present(List<String> absent) {
    List<Yardstick> present = new ArrayList<>();
    for (Yardstick yardstick : settings.yardsticks()) {
      yardstick
          .obstacle()
          .ifPresentOrElse(
              reason -> absent.add(yardstick.name() + ": " + reason), () -> present.add(yardstick));
    }
    return present;
  }

  /** Shapes by what makes them comparable: units, layers and window. */
  private Map<String, List<Shape>> sizes() {
    Map<String, List<Shape>> sizes = new LinkedHashMap<>();
    for (Shape shape : settings.shapes()) {
      String size = Shape.size(shape.network()) + " window " + shape.window();
      sizes.computeIfAbsent(size, key -> new ArrayList<>()).add(shape);
    }
    return sizes;
  }

  private void measure(List<Shape> shapes, int batch, List<Yardstick> yardsticks, String name)
      throws IOException {
    try (RowGroup group = new RowGroup(settings, peaks, batch)) {
      progress.accept(name + ", warming up ...");
      group.open(shapes, yardsticks);
      for (int round = 1; round <= settings.rounds(); round++) {
        progress.accept("%s, round %d of %d ...".formatted(name, round, settings.rounds()));
        group.measure();
      }
      rows.addAll(group.rows());
      comparisons.addAll(group.comparisons());
    }
  }
}
