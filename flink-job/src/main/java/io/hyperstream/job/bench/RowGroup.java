package io.hyperstream.job.bench;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are compared with each other, and the yardsticks beside them: those of one size, batch
 * and window. They are opened and warmed up together, then measured in turn, round after round,
 * with the machine's limit before and after each. So what disturbs the machine meanwhile disturbs
 * both sides of every ratio.
 */
final class RowGroup implements AutoCloseable {

  private final SpeedSettings settings;
  private final Peaks peaks;
  private final int batch;
  private final List<Own> own = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();

  /** A row of this project's learner. */
  private record Own(BenchCase benchCase, LearnerContender contender, Measurements measured) {}

  /** A yardstick at work. */
  private record Other(
      Yardstick yardstick, String network, Contender contender, Measurements measured) {}

  RowGroup(SpeedSettings settings, Peaks peaks, int batch) {
    this.settings = settings;
    this.peaks = peaks;
    this.batch = batch;
  }

  /**
   * Starts and warms up the rows of some shapes, and the yardsticks that have such a network.
   *
   * @param shapes of one size
   */
  void open(List<Shape> shapes, List<Yardstick> yardsticks) throws IOException {
    for (Shape shape : shapes) {
      for (Backend backend : settings.backends()) {
        for (boolean learning : settings.learning()) {
          for (int lanes : settings.lanes()) {
            openOwn(row(shape, backend, lanes, learning));
          }
        }
      }
    }
    for (Yardstick yardstick : yardsticks) {
      for (Shape shape : shapes) {
        openOther(yardstick, row(shape, Backend.AUTO, 1, true));
      }
    }
  }

  private BenchCase row(Shape shape, Backend backend, int lanes, boolean learning) {
    return new BenchCase(
        ComputeTarget.AUTO.with(backend).withLanes(lanes),
        shape.name(),
        shape.network(),
        shape.adam(),
        shape.window(),
        batch,
        learning);
  }

  private void openOwn(BenchCase row) {
    Own entry = new Own(row, new LearnerContender(row, settings.text()), new Measurements());
    own.add(entry);
    entry.contender().warmUp();
  }

  /** Starts a yardstick unless it runs already: several shapes may be compared with one network. */
  private void openOther(Yardstick yardstick, BenchCase row) throws IOException {
    String network = yardstick.network(row);
    boolean open =
        others.stream().anyMatch(o -> o.yardstick() == yardstick && o.network().equals(network));
    if (yardstick.supports(row) && !open) {
      Other entry = new Other(yardstick, network, yardstick.start(row), new Measurements());
      others.add(entry);
      entry.contender().warmUp();
    }
  }

  /** Measures each entry once. */
  void measure() {
    for (Own entry : own) {
      Limit before = Limit.measure(entry.benchCase(), peaks);
      CpuShare share = new CpuShare();
      double speed = entry.contender().symbolsPerSecond(settings.time());
      double had = share.now();
      entry.measured().add(speed, had, before.orHigher(Limit.measure(entry.benchCase(), peaks)));
    }
    for (Other entry : others) {
      entry.measured().add(entry.contender().symbolsPerSecond(settings.time()));
    }
  }

  /** What was measured of the learner. */
  List<SpeedReport.Row> rows() {
    return own.stream()
        .map(
            entry ->
                SpeedReport.Row.of(
                    entry.contender().backend(),
                    entry.benchCase(),
                    entry.measured(),
                    speedOfOneLane(entry.benchCase())))
        .toList();
  }

  /** Of the row that differs in its lanes only; empty for that row itself. */
  private Optional<Double> speedOfOneLane(BenchCase benchCase) {
    BenchCase single = benchCase.withLanes(1);
    return own.stream()
        .filter(entry -> benchCase.lanes() > 1 && entry.benchCase().equals(single))
        .map(entry -> entry.measured().best())
        .findFirst();
  }

  /** Each yardstick beside the rows that it is for: learning, on one lane. */
  List<SpeedReport.Comparison> comparisons() {
    List<SpeedReport.Comparison> comparisons = new ArrayList<>();
    for (Other other : others) {
      for (Own entry : own) {
        BenchCase row = entry.benchCase();
        boolean same = other.yardstick().network(row).equals(other.network());
        if (same && row.learning() && row.lanes() == 1) {
          comparisons.add(
              SpeedReport.Comparison.of(
                  other.yardstick(),
                  row,
                  entry.contender().backend(),
                  other.measured().best(),
                  entry.measured().best()));
        }
      }
    }
    return comparisons;
  }

  @Override
  public void close() {
    own.forEach(entry -> entry.contender().close());
    others.forEach(entry -> entry.contender().close());
  }
}
