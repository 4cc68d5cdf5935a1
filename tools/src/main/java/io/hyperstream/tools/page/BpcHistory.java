package io.hyperstream.tools.page;

import java.util.Arrays;

/**
 * The running BPC of a stream over time, however long, in at most {@value #CAPACITY} points: when
 * they are used up every second one goes, and new ones come half as often.
 */
final class BpcHistory {

  static final int CAPACITY = 200;

  private static final int FIRST_CAPACITY = 8;
  private static final long FIRST_INTERVAL_MILLIS = 250;

  private long[] times = new long[FIRST_CAPACITY];
  private float[] values = new float[FIRST_CAPACITY];
  private int size;
  private int thinned;
  private long interval = FIRST_INTERVAL_MILLIS;

  /**
   * Takes the BPC at a time, in milliseconds since the epoch; one before the last counts as that.
   * It replaces the last point until that is an interval away from the one before.
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

  /** How often points were thinned out: as long as this stays, only the last point changes. */
  int thinned() {
    return thinned;
  }

  /** Times from a point on, oldest first. */
  long[] times(int from) {
    return Arrays.copyOfRange(times, from, size);
  }

  /** Values from a point on, oldest first, in bits per symbol. */
  float[] values(int from) {
    return Arrays.copyOfRange(values, from, size);
  }
}
