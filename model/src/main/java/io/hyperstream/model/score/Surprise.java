package io.hyperstream.model.score;

/**
 * How unusual a record is for its own stream: the z-score of its bits per symbol against an
 * exponentially fading mean and spread of the records before it.
 */
public final class Surprise {

  /** Records before the first z-score. */
  private static final int WARM_UP = 16;

  /** The least memory of old records; the first ones are averaged evenly. */
  private static final double LEAST_WEIGHT = 0.01;

  /** Bits per symbol; keeps a stream that repeats itself exactly from infinite surprise. */
  private static final double LEAST_SPREAD = 0.05;

  private long records;
  private double mean;
  private double variance;

  public Surprise() {}

  /** Surprise as the three accessors gave it. */
  public Surprise(long records, double mean, double variance) {
    this.records = records;
    this.mean = mean;
    this.variance = variance;
  }

  /**
   * Judges the next record, then takes it into account.
   *
   * @param bitsPerSymbol of the record
   * @return its z-score, or NaN during warm-up
   */
  public double add(double bitsPerSymbol) {
    double z =
        records < WARM_UP
            ? Double.NaN
            : (bitsPerSymbol - mean) / Math.max(Math.sqrt(variance), LEAST_SPREAD);
    records++;
    double weight = Math.max(1.0 / records, LEAST_WEIGHT);
    double difference = bitsPerSymbol - mean;
    mean += weight * difference;
    variance = (1 - weight) * (variance + weight * difference * difference);
    return z;
  }

  public long records() {
    return records;
  }

  public double mean() {
    return mean;
  }

  public double variance() {
    return variance;
  }
}
