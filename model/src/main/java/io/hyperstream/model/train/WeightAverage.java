package io.hyperstream.model.train;

/** An exponential mean of weights; as long as there are few, their plain mean. */
final class WeightAverage {

  private final float[] mean;
  private final float[] latest;
  private final double horizon;
  private long count;

  /**
   * @param horizon how many of the latest weights the mean is made of, about
   */
  WeightAverage(int size, double horizon) {
    this.mean = new float[size];
    this.latest = new float[size];
    this.horizon = Math.max(1, horizon);
  }

  /** Where the next weights go, before {@link #add}. */
  float[] latest() {
    return latest;
  }

  void add() {
    count++;
    float share = (float) Math.max(1.0 / count, 1 / horizon);
    for (int i = 0; i < mean.length; i++) {
      mean[i] += share * (latest[i] - mean[i]);
    }
  }

  /** Not a copy. */
  float[] mean() {
    return mean;
  }

  long count() {
    return count;
  }

  /** Goes on from what the accessors gave. */
  void restore(float[] values, long count) {
    System.arraycopy(values, 0, mean, 0, mean.length);
    this.count = count;
  }
}
