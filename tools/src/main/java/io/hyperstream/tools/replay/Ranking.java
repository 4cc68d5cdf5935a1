package io.hyperstream.tools.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Comparator;

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
record Ranking(
    double auroc,
    @JsonProperty("aurocLow") double low,
    @JsonProperty("aurocHigh") double high,
    double averagePrecision) {

  private static final double QUANTILE_975 = 1.959964;

  /**
   * @param scores finite
   * @param anomalous true for at least one record, but not for all
   */
  static Ranking of(double[] scores, boolean[] anomalous) {
    double[] positive = select(scores, anomalous, true);
    double[] negative = select(scores, anomalous, false);
    if (positive.length == 0 || negative.length == 0) {
      throw new IllegalArgumentException(
          "a ranking needs anomalous and normal records, but there are %d and %d"
              .formatted(positive.length, negative.length));
    }
    // For each positive record, the share of negative records below it; and the reverse.
    double[] above = shareBelow(positive, negative);
    double[] below = shareBelow(negative, positive);
    double auroc = Arrays.stream(above).average().orElseThrow();
    double variance = variance(above) / positive.length + variance(below) / negative.length;
    double half = QUANTILE_975 * Math.sqrt(variance);
    return new Ranking(
        auroc,
        Math.max(0, auroc - half),
        Math.min(1, auroc + half),
        averagePrecision(scores, anomalous));
  }

  private static double[] select(double[] scores, boolean[] anomalous, boolean wanted) {
    double[] selected = new double[scores.length];
    int size = 0;
    for (int i = 0; i < scores.length; i++) {
      if (anomalous[i] == wanted) {
        selected[size++] = scores[i];
      }
    }
    return Arrays.copyOf(selected, size);
  }

  private static double[] shareBelow(double[] values, double[] others) {
    double[] sorted = others.clone();
    Arrays.sort(sorted);
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

  private static double averagePrecision(double[] scores, boolean[] anomalous) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
    double sum = 0;
    int found = 0;
    for (int i = 0; i < order.length; ) {
      int foundBefore = found;
      int end = i;
      // Equal scores share one threshold.
      for (; end < order.length && scores[order[end]] == scores[order[i]]; end++) {
        found += anomalous[order[end]] ? 1 : 0;
      }
      sum += (double) found / end * (found - foundBefore);
      i = end;
    }
    return sum / found;
  }
}
