package io.hyperstream.tools.bench.speed;

import java.util.ArrayList;
import java.util.List;

/** What the rounds of one row gave. */
final class Measurements {

  private final List<Double> speeds = new ArrayList<>();
  private double best;
  private double cpuShareAtBest;
  private Limit limitAtBest;

  /**
   * Of a yardstick.
   *
   * @param speed symbols per second
   */
  void add(double speed) {
    add(speed, Double.NaN, null);
  }

  /**
   * @param speed symbols per second
   * @param cpuShare how much of the time the thread had a core
   * @param limit measured next to it
   */
  void add(double speed, double cpuShare, Limit limit) {
    speeds.add(speed);
    if (speed > best) {
      best = speed;
      cpuShareAtBest = cpuShare;
      limitAtBest = limit;
    }
  }

  /** Symbols per second of the best round. */
  double best() {
    return best;
  }

  /** Symbols per second of the round in the middle. */
  double median() {
    List<Double> sorted = speeds.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** How much of the best round the thread had a core; NaN for a yardstick. */
  double cpuShareAtBest() {
    return cpuShareAtBest;
  }

  /** The limit that was measured next to the best round; null for a yardstick. */
  Limit limitAtBest() {
    return limitAtBest;
  }
}
