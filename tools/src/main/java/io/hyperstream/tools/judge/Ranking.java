package io.hyperstream.tools.judge;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * How well scores rank anomalous records above normal ones.
 *
 * <p>The AUROC is the probability that an anomalous record scores higher than a normal one; a tie
 * counts as half. Its interval is DeLong's (DeLong et al. 1988, computed from ranks as by Sun and
 * Xu 2014): the value plus or minus 1.96 standard errors, clipped to 0 and 1. The interval assumes
 * independent records. Records of one incident are not independent.
 *
 * @param low lower end of the 95% interval of the AUROC
 * @param high upper end
 * @param averagePrecision mean, over the anomalous records, of the share of anomalous records among
 *     all records that score as high or higher
 */
public record Ranking(
    double auroc,
    @JsonProperty("aurocLow") double low,
    @JsonProperty("aurocHigh") double high,
    double averagePrecision) {

  private static final double QUANTILE_975 = 1.959964;

  /**
   * @param anomalous scores of the anomalous records; at least one, none NaN
   * @param normal those of the normal records
   */
  static Ranking of(double[] anomalous, double[] normal) {
    if (anomalous.length == 0 || normal.length == 0) {
      throw new IllegalArgumentException(
          "a ranking needs anomalous and normal records, but there are %d and %d"
              .formatted(anomalous.length, normal.length));
    }
    // For each anomalous record, the share of normal records below it; and the reverse.
    double[] above = shareBelow(anomalous, normal);
    double[] below = shareBelow(normal, anomalous);
    double auroc = Arrays.stream(above).average().orElseThrow();
    double variance = variance(above) / anomalous.length + variance(below) / normal.length;
    double half = QUANTILE_975 * Math.sqrt(variance);
    return new Ranking(
        auroc,
        Math.max(0, auroc - half),
        Math.min(1, auroc + half),
        averagePrecision(anomalous, normal));
  }

  private static double[] shareBelow(double[] values, double[] others) {
    double[] sorted = sorted(others);
    double[] shares = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double smaller = countBelow(sorted, values[i], false);
      double notLarger = countBelow(sorted, values[i], true);
      shares[i] = (smaller + notLarger) / 2 / others.length;
    }
    return shares;
  }

  private static int countBelow(double[] sorted, double value, boolean orEqual) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < value || orEqual && sorted[middle] == value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** The unbiased variance, or 0 for a single value. */
  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double sum = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return values.length == 1 ? 0 : sum / (values.length - 1);
  }

  private static double averagePrecision(double[] anomalous, double[] normal) {
    double[] found = sorted(anomalous);
    double[] others = sorted(normal);
    double sum = 0;
    for (double score : found) {
      // Records with equal scores are found together, by one threshold.
      double hits = found.length - countBelow(found, score, false);
      sum += hits / (hits + others.length - countBelow(others, score, false));
    }
    return sum / found.length;
  }

  private static double[] sorted(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
