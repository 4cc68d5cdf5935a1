package io.hyperstream.model;

import io.hyperstream.model.net.NetworkWeights;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The mean of several learners, which one can go on from. */
public final class LearnerAverage {

  private LearnerAverage() {}

  /**
   * The mean of all learners' weights and of what their optimisers keep, weighted by their updates:
   * so the optimiser's means and how often they were updated go on fitting to each other. What has
   * no mean, the rehearsed past and the context model's statistics, is that of the first one.
   *
   * <p>If all share, the mean of what they have learned and not shared is weighted by symbols
   * instead, as it would be in a round, and counts as one learner's.
   *
   * @param all at least one, all with what their optimisers keep
   */
  public static LearnerSnapshot of(List<LearnerSnapshot> all) {
    LearnerSnapshot like = all.get(0);
    if (all.size() == 1) {
      return like;
    }
    double[] shares = shares(all, LearnerSnapshot::updates);
    double updates = 0;
    double[] rowUpdates = new double[like.optimiser().rowUpdates().length];
    for (int learner = 0; learner < shares.length; learner++) {
      updates += shares[learner] * all.get(learner).updates();
      for (int row = 0; row < rowUpdates.length; row++) {
        rowUpdates[row] += shares[learner] * all.get(learner).optimiser().rowUpdates()[row];
      }
    }
    int[] roundedRowUpdates = new int[rowUpdates.length];
    for (int row = 0; row < rowUpdates.length; row++) {
      // Up: what was updated by anyone must not count as never updated.
      roundedRowUpdates[row] = (int) Math.ceil(rowUpdates[row]);
    }
    boolean allShare = all.stream().allMatch(one -> one.sync() != null);
    double[] weightShares = allShare ? shares(all, one -> one.sync().symbols()) : shares;
    long symbols = allShare ? all.stream().mapToLong(one -> one.sync().symbols()).sum() : 0;
    return new LearnerSnapshot(
        like.number(),
        new NetworkWeights(
            like.network(),
            (long) Math.ceil(updates),
            mean(all, weightShares, one -> one.weights().values())),
        new LearnerSnapshot.Optimiser(
            like.optimiser().skipped(),
            mean(all, shares, one -> one.optimiser().firstMoment()),
            mean(all, shares, one -> one.optimiser().secondMoment()),
            roundedRowUpdates),
        like.rehearsal(),
        like.context(),
        allShare ? like.sync().withSymbols(symbols) : null,
        like.provenance());
  }

  /** What part each learner has in the mean by that number; equal ones if it is 0 for all. */
  private static double[] shares(List<LearnerSnapshot> all, ToLongFunction<LearnerSnapshot> by) {
    double sum = all.stream().mapToLong(by).sum();
    return all.stream()
        .mapToDouble(one -> sum == 0 ? 1.0 / all.size() : by.applyAsLong(one) / sum)
        .toArray();
  }

  private static float[] mean(
      List<LearnerSnapshot> all, double[] shares, Function<LearnerSnapshot, float[]> values) {
    double[] sum = new double[values.apply(all.get(0)).length];
    for (int learner = 0; learner < shares.length; learner++) {
      float[] own = values.apply(all.get(learner));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += shares[learner] * own[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) sum[i];
    }
    return mean;
  }
}
