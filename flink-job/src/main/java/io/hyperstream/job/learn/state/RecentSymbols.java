package io.hyperstream.job.learn.state;

import java.util.Arrays;

/** The latest symbols of a stream, up to 256. */
public final class RecentSymbols {

  public static final int MOST = 256;

  private static final int FIRST_CAPACITY = 32;

  private int[] ring = new int[FIRST_CAPACITY];
  private int start;
  private int size;

  public void add(int symbol) {
    if (size == ring.length && size < MOST) {
      ring = Arrays.copyOf(ring, 2 * size);
    }
    if (size < ring.length) {
      ring[size++] = symbol;
    } else {
      ring[start] = symbol;
      start = (start + 1) % MOST;
    }
  }

  public void addAll(int[] symbols) {
    for (int symbol : symbols) {
      add(symbol);
    }
  }

  /** The symbols, oldest first. */
  public int[] toArray() {
    int[] symbols = new int[size];
    int first = Math.min(size, ring.length - start);
    System.arraycopy(ring, start, symbols, 0, first);
    System.arraycopy(ring, 0, symbols, first, size - first);
    return symbols;
  }

  public RecentSymbols copy() {
    RecentSymbols copy = new RecentSymbols();
    copy.addAll(toArray());
    return copy;
  }
}
