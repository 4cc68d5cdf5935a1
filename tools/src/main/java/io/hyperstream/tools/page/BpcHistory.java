package io.hyperstream.tools.page;

import java.util.Arrays;

/**
 * The running BPC of a stream over any length of time, in at most {@value #CAPACITY} points. When
 * the points are used up, every second one is dropped and the interval between new points doubles.
 */
final class BpcHistory {

  static final int CAPACITY = 200;

  private static final int INITIAL_CAPACITY = 8;
  private static final long INITIAL_INTERVAL_MILLIS = 250;

  private long[] times = new long[INITIAL_CAPACITY];
  private float[] values = new float[INITIAL_CAPACITY];
  private int size;
  private int thinned;
  private long interval = INITIAL_INTERVAL_MILLIS;

  /**
   * Adds the BPC at a time in milliseconds since the epoch. A time before the last point's counts
   * as the last point's. The new point replaces the last one until that is a full interval after
   * the one before it.
   */
  void add(long eventTime, double bpc) {
    long time = size == 0 ? eventTime : Math.max(eventTime, times[size - 1]);
    boolean replaces = size >= 2 && time - times[size - 2] < interval;
    if (!replaces) {
      makeRoom();
      size++;
    }
    times[size - 1] = time;
    values[size - 1] = (float) bpc;
  }

  private void makeRoom() {
    if (size == CAPACITY) {
      thin();
    } else if (size == times.length) {
      int capacity = Math.min(CAPACITY, 2 * size);
      times = Arrays.copyOf(times, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }

  private void thin() {
    for (int i = 0; i < size / 2; i++) {
      times[i] = times[2 * i + 1];
      values[i] = values[2 * i + 1];
    }
    size /= 2;
    interval *= 2;
    thinned++;
  }

  int size() {
    return size;
  }

  /**
   * How often the points have been thinned out. While this does not change, only the last point can
   * change.
   */
  int thinned() {
    return thinned;
  }

  /** Times from this index on, oldest first. */
  long[] times(int from) {
    return Arrays.copyOfRange(times, from, size);
  }

  /** Values from this index on, oldest first, in bits per symbol. */
  float[] values(int from) {
    return Arrays.copyOfRange(values, from, size);
  }
}
