package io.hyperstream.job.bench;

import io.hyperstream.model.kernels.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures how fast the learner is, and what this machine allows. Rows that are to be compared,
 * those of one shape and batch, form a group: they are opened and warmed up together, then measured
 * in turn in each of several rounds, with the machine's limit before and after each. So what
 * disturbs the machine meanwhile disturbs both sides of every ratio.
 */
public final class SpeedBench {

  private final SpeedSettings settings;
  private final Consumer<String> progress;
  private final Peaks peaks;
  private final List<Yardstick> yardsticks = new ArrayList<>();
  private final List<SpeedReport.Row> rows = new ArrayList<>();
  private final List<SpeedReport.Comparison> comparisons = new ArrayList<>();

  /**
   * @param progress told what is being done
   */
  public SpeedBench(SpeedSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.peaks = new Peaks(settings.lanes().stream().mapToInt(Integer::intValue).max().orElse(1));
  }

  /** Measures everything; once. */
  public SpeedReport run() throws IOException {
    progress.accept("Measuring what this machine can do ...");
    peaks.warmUp();
    List<Peaks.Bandwidth> bandwidths = peaks.bandwidths();
    List<String> absent = findYardsticks();
    int group = 0;
    int groups = settings.shapes().size() * settings.batches().size();
    for (Shape shape : settings.shapes()) {
      for (int batch : settings.batches()) {
        group++;
        String name = "%s %s".formatted(shape.name(), Shape.size(shape.network()));
        measureGroup(shape, batch, "%d/%d: %s, batch %d".formatted(group, groups, name, batch));
      }
    }
    List<Double> gigaflops = new ArrayList<>();
    for (int lanes = 1; lanes <= settings.lanes().stream().max(Integer::compare).get(); lanes++) {
      gigaflops.add(Math.max(peaks.gigaflops(lanes), peaks.bestGigaflops(lanes)));
    }
    return new SpeedReport(
        Machine.here(), gigaflops.get(0), gigaflops, bandwidths, rows, comparisons, absent);
  }

  /** Keeps those that can run; of the others, why not. */
  private List<String> findYardsticks() {
    List<String> absent = new ArrayList<>();
    for (Yardstick yardstick : settings.yardsticks()) {
      yardstick
          .obstacle()
          .ifPresentOrElse(
              reason -> absent.add(yardstick.name() + ": " + reason),
              () -> yardsticks.add(yardstick));
    }
    return absent;
  }

  /**
   * One side of a comparison.
   *
   * @param yardstick null for this project's learner
   */
  private record Entry(
      BenchCase benchCase, Yardstick yardstick, Contender contender, Measurements measured) {

    String backend() {
      return ((LearnerContender) contender).backend();
    }
  }

  private void measureGroup(Shape shape, int batch, String name) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      progress.accept(name + ", warming up ...");
      open(shape, batch, entries);
      for (int round = 1; round <= settings.rounds(); round++) {
        progress.accept("%s, round %d ...".formatted(name, round));
        entries.forEach(this::measure);
      }
    } finally {
      entries.forEach(entry -> entry.contender().close());
    }
    report(entries);
  }

  private void open(Shape shape, int batch, List<Entry> entries) throws IOException {
    for (Backend backend : settings.backends()) {
      for (boolean learning : settings.learning()) {
        for (int lanes : settings.lanes()) {
          BenchCase row = row(shape, batch, backend, lanes, learning);
          add(entries, row, null, new LearnerContender(row, settings.text()));
        }
      }
    }
    BenchCase single = row(shape, batch, Backend.AUTO, 1, true);
    for (Yardstick yardstick : yardsticks) {
      if (yardstick.supports(single)) {
        add(entries, single, yardstick, yardstick.start(single));
      }
    }
  }

  private static BenchCase row(
      Shape shape, int batch, Backend backend, int lanes, boolean learning) {
    return new BenchCase(
        backend,
        shape.name(),
        shape.network(),
        shape.adam(),
        shape.window(),
        batch,
        lanes,
        learning);
  }

  private static void add(
      List<Entry> entries, BenchCase benchCase, Yardstick yardstick, Contender contender) {
    entries.add(new Entry(benchCase, yardstick, contender, new Measurements()));
    contender.warmUp();
  }

  private void measure(Entry entry) {
    if (entry.yardstick() != null) {
      entry.measured().add(entry.contender().symbolsPerSecond(settings.time()), null);
      return;
    }
    Limit before = Limit.measure(entry.benchCase(), peaks);
    double speed = entry.contender().symbolsPerSecond(settings.time());
    entry.measured().add(speed, before.orHigher(Limit.measure(entry.benchCase(), peaks)));
  }

  private void report(List<Entry> entries) {
    List<Entry> own = entries.stream().filter(entry -> entry.yardstick() == null).toList();
    for (Entry entry : own) {
      Double single = entry.benchCase().lanes() == 1 ? null : speedOfOneLane(entry, own);
      rows.add(SpeedReport.Row.of(entry.backend(), entry.benchCase(), entry.measured(), single));
    }
    for (Entry other : entries) {
      if (other.yardstick() != null) {
        compare(other, own);
      }
    }
  }

  /** Null if it was not measured. */
  private static Double speedOfOneLane(Entry entry, List<Entry> own) {
    return own.stream()
        .filter(other -> other.benchCase().lanes() == 1)
        .filter(other -> other.benchCase().backend() == entry.benchCase().backend())
        .filter(other -> other.benchCase().learning() == entry.benchCase().learning())
        .map(other -> other.measured().best())
        .findFirst()
        .orElse(null);
  }

  private void compare(Entry other, List<Entry> own) {
    for (Entry entry : own) {
      if (entry.benchCase().learning() && entry.benchCase().lanes() == 1) {
        comparisons.add(
            SpeedReport.Comparison.of(
                other.yardstick(),
                entry.benchCase(),
                entry.backend(),
                other.measured().best(),
                entry.measured().best()));
      }
    }
  }
}
