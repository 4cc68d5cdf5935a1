package io.hyperstream.job.learn.result;

import io.hyperstream.job.learn.alert.OddNumber;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.model.Learner;
import io.hyperstream.schemas.Future;
import io.hyperstream.schemas.Quantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What many futures of a stream of vectors, drawn at random, say of each number. */
public final class Futures {

  /** How many are drawn. */
  private static final int PATHS = 100;

  /** Numbers in a future: one with more, as JSON, could exceed the size that Kafka accepts. */
  private static final int MAX_FUTURE = 5_000;

  private static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95};

  private Futures() {}

  /**
   * Draws futures of a key, and sums them up. The same position of a key gives the same ones under
   * the same weights.
   *
   * @param length vectors of each, at least one and no more than there is room for
   */
  public static List<Future> of(Learner learner, KeyState key, int length) {
    int dimension = learner.config().network().density().dimension();
    double[][][] paths =
        learner.samplePaths(
            key.network,
            Math.max(1, Math.min(length, MAX_FUTURE / dimension)),
            PATHS,
            learner.config().seed() + key.statistics.symbols());
    return of(paths, key.alerts.names);
  }

  /**
   * Sums them up.
   *
   * @param paths for each of them the vectors to come
   * @param names of the numbers; empty if they have none
   */
  static List<Future> of(double[][][] paths, String[] names) {
    int dimension = paths[0][0].length;
    List<Future> futures = new ArrayList<>(dimension);
    for (int d = 0; d < dimension; d++) {
      futures.add(of(paths, d, OddNumber.name(names, d)));
    }
    return futures;
  }

  private static Future of(double[][][] paths, int d, String name) {
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    List<Quantile> quantiles = new ArrayList<>();
    List<Double> sample = new ArrayList<>();
    for (double level : LEVELS) {
      quantiles.add(new Quantile(level, new ArrayList<>()));
    }
    double[] values = new double[paths.length];
    for (int t = 0; t < paths[0].length; t++) {
      for (int p = 0; p < paths.length; p++) {
        values[p] = paths[p][t][d];
      }
      sample.add(values[0]);
      Arrays.sort(values);
      double mean = Arrays.stream(values).average().orElseThrow();
      double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
      means.add(mean);
      deviations.add(Math.sqrt(squares / (values.length - 1)));
      for (Quantile quantile : quantiles) {
        quantile.getValues().add(quantile(values, quantile.getLevel()));
      }
    }
    return new Future(name, means, deviations, quantiles, sample);
  }

  /** Between the two nearest of the sorted values. */
  private static double quantile(double[] values, double level) {
    double place = level * (values.length - 1);
    int below = (int) place;
    int above = Math.min(values.length - 1, below + 1);
    return values[below] + (place - below) * (values[above] - values[below]);
  }
}
