package io.hyperstream.tools.judge;

import java.util.stream.DoubleStream;

/** The value in the middle. */
public final class Median {

  private Median() {}

  /** Of an even number of values, the mean of the two in the middle; null without values. */
  public static Double of(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int size = sorted.length;
    return size == 0 ? null : (Double) ((sorted[(size - 1) / 2] + sorted[size / 2]) / 2);
  }
}
