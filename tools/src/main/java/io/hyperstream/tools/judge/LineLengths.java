package io.hyperstream.tools.judge;

/** A baseline: the z-score of a line's length against the lines before it (Welford 1962). */
final class LineLengths implements LineScore {

  private long count;
  private double mean;
  private double squares;

  /** The z-score of the next line, or 0 if all lines before it have the same length. */
  @Override
  public double add(byte[] line) {
    double spread = Math.sqrt(squares / Math.max(1, count));
    double difference = line.length - mean;
    count++;
    mean += difference / count;
    squares += difference * (line.length - mean);
    return spread == 0 ? 0 : difference / spread;
  }
}
