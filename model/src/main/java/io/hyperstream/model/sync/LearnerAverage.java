package io.hyperstream.model.sync;

import io.hyperstream.model.LearnerSnapshot;
import java.util.List;
import java.util.function.Function;

/** What learners start from when their number has changed. */
public final class LearnerAverage {

  private LearnerAverage() {}

  /**
   * The mean of all learners' weights and of what their optimisers keep, weighted by their updates:
   * so the optimiser's means and how often they were updated go on fitting to each other. What has
   * no mean, the rehearsed past and the context model's statistics, is that of one learner; with
   * fewer learners than before, those of the last ones are lost.
   *
   * @param all learners there were, in the order of their numbers
   * @param number of the new learner, from 0
   */
  public static LearnerSnapshot of(List<LearnerSnapshot> all, int number) {
    LearnerSnapshot like = all.get(number % all.size());
    double[] shares = shares(all);
    double updates = 0;
    double[] rowUpdates = new double[like.rowUpdates().length];
    for (int learner = 0; learner < shares.length; learner++) {
      updates += shares[learner] * all.get(learner).updates();
      for (int row = 0; row < rowUpdates.length; row++) {
        rowUpdates[row] += shares[learner] * all.get(learner).rowUpdates()[row];
      }
    }
    int[] roundedRowUpdates = new int[rowUpdates.length];
    for (int row = 0; row < rowUpdates.length; row++) {
      // Up: what was updated by anyone must not count as never updated.
      roundedRowUpdates[row] = (int) Math.ceil(rowUpdates[row]);
    }
    return new LearnerSnapshot(
        like.network(),
        (long) Math.ceil(updates),
        like.skipped(),
        mean(all, shares, LearnerSnapshot::weights),
        mean(all, shares, LearnerSnapshot::firstMoment),
        mean(all, shares, LearnerSnapshot::secondMoment),
        roundedRowUpdates,
        like.rehearsal(),
        like.context(),
        number,
        null);
  }

  /** The mean of all learners' weights, weighted by their updates. */
  public static float[] weights(List<LearnerSnapshot> all) {
    return mean(all, shares(all), LearnerSnapshot::weights);
  }

  /** What part each learner has in the mean; equal ones before the first update. */
  private static double[] shares(List<LearnerSnapshot> all) {
    double updates = all.stream().mapToLong(LearnerSnapshot::updates).sum();
    return all.stream()
        .mapToDouble(one -> updates == 0 ? 1.0 / all.size() : one.updates() / updates)
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
