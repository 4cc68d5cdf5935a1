package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.cuda.OutOfDeviceMemoryException;
import io.hyperstream.tools.bench.CpuShare;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Rows that are compared with each other, and the yardsticks beside them: those of one size, batch
 * and window. They are opened and warmed up together, then measured in turn, round after round,
 * with the machine's limit before and after each. So what disturbs the machine meanwhile disturbs
 * both sides of every ratio.
 */
final class RowGroup implements AutoCloseable {

  private final SpeedSettings settings;
  private final Limits limits;
  private final int batch;
  private final List<Own> own = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  /** A row of this project's learner. */
  private record Own(BenchCase benchCase, LearnerContender contender, Measurements measured) {

    private boolean onDevice() {
      return contender.device().isPresent();
    }

    private Setup setup() {
      return Setup.of(benchCase, contender.backend(), onDevice());
    }
  }

  /** A yardstick at work. */
  private record Other(
      Yardstick yardstick, String network, Contender contender, Measurements measured) {}

  RowGroup(SpeedSettings settings, Limits limits, int batch) {
    this.settings = settings;
    this.limits = limits;
    this.batch = batch;
  }

  /**
   * Starts and warms up the rows of some shapes, and the yardsticks that have such a network.
   *
   * @param shapes of one size
   * @param present whether a yardstick can run here
   */
  void open(List<Shape> shapes, Predicate<Yardstick> present) throws IOException {
    for (Shape shape : shapes) {
      for (boolean learning : settings.learning()) {
        for (ComputeTarget target : settings.targets()) {
          openOwn(row(shape, target, learning));
        }
      }
    }
    for (Yardstick yardstick : settings.yardsticks()) {
      for (Own entry : own) {
        if (isFor(yardstick, entry) && present.test(yardstick)) {
          openOther(yardstick, entry.benchCase());
        }
      }
    }
    // They start side by side, since that takes much of the time.
    for (Other entry : others) {
      entry.contender().awaitStart();
    }
    others.forEach(entry -> entry.contender().warmUp());
  }

  private BenchCase row(Shape shape, ComputeTarget target, boolean learning) {
    return new BenchCase(
        target, shape.name(), shape.network(), shape.adam(), shape.window(), batch, learning);
  }

  private void openOwn(BenchCase row) {
    LearnerContender contender;
    try {
      contender = new LearnerContender(row, settings.text());
    } catch (OutOfDeviceMemoryException e) {
      failed.add("%s, batch %d: %s".formatted(row.shape(), row.batch(), e.getMessage()));
      return;
    }
    Own entry = new Own(row, contender, new Measurements());
    own.add(entry);
    entry.contender().device().ifPresent(device -> limits.addDevice(row.target(), device));
    entry.contender().warmUp();
  }

  /** Whether a yardstick is compared with a row: learning, each on one core or on a device. */
  private static boolean isFor(Yardstick yardstick, Own entry) {
    BenchCase row = entry.benchCase();
    return row.learning()
        && yardstick.onDevice() == entry.onDevice()
        && (entry.onDevice() || row.lanes() == 1)
        && yardstick.supports(row);
  }

  /** Starts a yardstick unless it runs already: several shapes may be compared with one network. */
  private void openOther(Yardstick yardstick, BenchCase row) throws IOException {
    String network = yardstick.network(row);
    boolean open =
        others.stream().anyMatch(o -> o.yardstick() == yardstick && o.network().equals(network));
    if (!open) {
      others.add(new Other(yardstick, network, yardstick.start(row), new Measurements()));
    }
  }

  /** Measures each entry once. */
  void measure() {
    for (Own entry : own) {
      Limit before = limits.measure(entry.benchCase());
      CpuShare share = new CpuShare();
      double speed = entry.contender().symbolsPerSecond(settings.time());
      double cpuShare = share.now();
      entry.measured().add(speed, cpuShare, before.orHigher(limits.measure(entry.benchCase())));
    }
    for (Other entry : others) {
      entry.measured().add(entry.contender().symbolsPerSecond(settings.time()));
    }
  }

  /** What was measured of the learner. */
  List<SpeedRow> rows() {
    return own.stream()
        .map(
            entry ->
                SpeedRow.of(
                    entry.setup(),
                    entry.benchCase(),
                    entry.measured(),
                    speedOfOneLane(entry.benchCase())))
        .toList();
  }

  /** The rows that learn. */
  List<BenchCase> learning() {
    return own.stream().map(Own::benchCase).filter(BenchCase::learning).toList();
  }

  /** Rows that a device has too little memory for, with the reason. */
  List<String> failed() {
    return failed;
  }

  /** Of the same row on one thread; empty for that row itself. */
  private Optional<Double> speedOfOneLane(BenchCase benchCase) {
    BenchCase single = benchCase.withLanes(1);
    return own.stream()
        .filter(entry -> benchCase.lanes() > 1 && entry.benchCase().equals(single))
        .map(entry -> entry.measured().best())
        .findFirst();
  }

  /** Each yardstick beside the rows that it is for. */
  List<SpeedReport.Comparison> comparisons() {
    List<SpeedReport.Comparison> comparisons = new ArrayList<>();
    for (Other other : others) {
      for (Own entry : own) {
        BenchCase row = entry.benchCase();
        boolean same = other.yardstick().network(row).equals(other.network());
        if (same && isFor(other.yardstick(), entry)) {
          comparisons.add(
              SpeedReport.Comparison.of(
                  other.yardstick(),
                  other.network(),
                  entry.setup(),
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
