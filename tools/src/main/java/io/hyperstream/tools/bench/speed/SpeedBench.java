package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.tools.bench.Machine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures how fast the learner is, and what this machine allows. */
public final class SpeedBench {

  private final SpeedSettings settings;
  private final Consumer<String> progress;
  private final int maxLanes;
  private final Peaks peaks;
  private final Limits limits;

  /** Of each yardstick that some row could be compared with. */
  private final Map<Yardstick, Optional<String>> obstacles = new LinkedHashMap<>();

  private final List<SpeedRow> rows = new ArrayList<>();
  private final List<SpeedReport.Stages> stages = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final List<SpeedReport.Comparison> comparisons = new ArrayList<>();

  /**
   * @param progress told what is being done
   */
  public SpeedBench(SpeedSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.maxLanes = settings.targets().stream().mapToInt(ComputeTarget::threads).max().orElse(1);
    this.peaks = new Peaks(maxLanes);
    this.limits = new Limits(peaks);
  }

  /**
   * Measures everything; once.
   *
   * @throws IOException if a yardstick that is there does not start
   */
  public SpeedReport run() throws IOException {
    try (limits) {
      return measureAll();
    }
  }

  private SpeedReport measureAll() throws IOException {
    progress.accept("Measuring what this machine can do ...");
    peaks.warmUp();
    List<Peaks.Bandwidth> bandwidths = onCores() ? peaks.bandwidths() : List.of();
    int group = 0;
    Map<String, List<Shape>> sizes = sizes();
    int groups = sizes.size() * settings.batches().size();
    for (List<Shape> shapes : sizes.values()) {
      for (int batch : settings.batches()) {
        group++;
        String size = Shape.size(shapes.get(0).network());
        String name = "%d/%d: %s units, batch %d".formatted(group, groups, size, batch);
        measure(shapes, batch, name);
      }
    }
    List<Double> gigaflops = new ArrayList<>();
    for (int lanes = 1; lanes <= maxLanes; lanes++) {
      gigaflops.add(Math.max(peaks.gigaflops(lanes), peaks.bestGigaflops(lanes)));
    }
    return new SpeedReport(
        Machine.here(),
        gigaflops.get(0),
        gigaflops,
        bandwidths,
        limits.devices(),
        rows,
        stages,
        failed,
        comparisons,
        absent());
  }

  private boolean onCores() {
    return settings.targets().stream().anyMatch(target -> target.backend() != Backend.CUDA);
  }

  private boolean isPresent(Yardstick yardstick) {
    return obstacles.computeIfAbsent(yardstick, Yardstick::obstacle).isEmpty();
  }

  /** Why yardsticks that rows could be compared with are not there. */
  private List<String> absent() {
    List<String> absent = new ArrayList<>();
    obstacles.forEach(
        (yardstick, obstacle) ->
            obstacle.ifPresent(reason -> absent.add(yardstick.name() + ": " + reason)));
    return absent;
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

  private void measure(List<Shape> shapes, int batch, String name) throws IOException {
    List<BenchCase> learning;
    try (RowGroup group = new RowGroup(settings, limits, batch)) {
      progress.accept(name + ", warming up ...");
      group.open(shapes, this::isPresent);
      for (int round = 1; round <= settings.rounds(); round++) {
        progress.accept("%s, round %d of %d ...".formatted(name, round, settings.rounds()));
        group.measure();
      }
      rows.addAll(group.rows());
      failed.addAll(group.failed());
      comparisons.addAll(group.comparisons());
      learning = group.learning();
    }
    if (settings.stages()) {
      progress.accept(name + ", stages ...");
      for (BenchCase row : learning) {
        stages.add(
            StageTimes.measure(row, settings.text(), Contender.WARM_UP_MIN, settings.time()));
      }
    }
  }
}
