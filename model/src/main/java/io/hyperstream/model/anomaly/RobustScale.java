package io.hyperstream.model.anomaly;

/**
 * Running mean and spread of a value that outliers hardly move: Huber's proposal, by which a value
 * counts at most as if it were three spreads from the mean. So a value that is judged unusual does
 * not make itself usual.
 */
public final class RobustScale {

  /** Values before the first z-score; they are taken as they are. */
  public static final int WARM_UP = 16;

  /** In spreads from the mean. */
  private static final double MAX_Z = 3;

  /** Keeps a value that never changes from infinite z-scores. */
  private static final double MIN_SPREAD = 0.05;

  /** Weight of a value in the running means where the past fades: a memory of 100 values. */
  private static final double FADING = 0.01;

  private final double minWeight;
  private long count;
  private double mean;
  private double variance;

  private RobustScale(double minWeight, long count, double mean, double variance) {
    this.minWeight = minWeight;
    this.count = count;
    this.mean = mean;
    this.variance = variance;
  }

  /** The scale of all the past, all values counting alike. */
  public static RobustScale ofAll() {
    return ofAll(0, 0, 0);
  }

  /** Such a scale as the three accessors gave it. */
  public static RobustScale ofAll(long count, double mean, double variance) {
    return new RobustScale(0, count, mean, variance);
  }

  /** The scale of about the last 100 values, older ones fading. */
  public static RobustScale ofLate() {
    return ofLate(0, 0, 0);
  }

  /** Such a scale as the three accessors gave it. */
  public static RobustScale ofLate(long count, double mean, double variance) {
    return new RobustScale(FADING, count, mean, variance);
  }

  public RobustScale copy() {
    return new RobustScale(minWeight, count, mean, variance);
  }

  /**
   * Judges the next value, then takes it into account.
   *
   * @return its z-score: its distance from the mean, in spreads; NaN during warm-up
   */
  public double add(double value) {
    double spread = Math.max(Math.sqrt(variance), MIN_SPREAD);
    double z = count < WARM_UP ? Double.NaN : (value - mean) / spread;
    double difference = Double.isNaN(z) ? value - mean : clip(z) * spread;
    count++;
    double weight = Math.max(1.0 / count, minWeight);
    mean += weight * difference;
    variance = (1 - weight) * (variance + weight * difference * difference);
    return z;
  }

  /** A z-score as it counts here: from -3 to 3. */
  static double clip(double z) {
    return Math.max(-MAX_Z, Math.min(MAX_Z, z));
  }

  public long count() {
    return count;
  }

  public double mean() {
    return mean;
  }

  public double variance() {
    return variance;
  }
}
