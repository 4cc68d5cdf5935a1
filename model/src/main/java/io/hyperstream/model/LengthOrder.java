package io.hyperstream.model;

import java.util.Arrays;

/** Sorts windows by length, longest first, as the network needs its rows. Made once, reused. */
final class LengthOrder {

  private final int[] numbers;
  private final int[] added;
  private final int[] windows;
  private final int[] lengths;
  private final int[] starts;
  private int size;

  LengthOrder(int maxWindows, int maxLength) {
    this.numbers = new int[maxWindows];
    this.added = new int[maxWindows];
    this.windows = new int[maxWindows];
    this.lengths = new int[maxWindows];
    this.starts = new int[maxLength + 2];
  }

  void clear() {
    size = 0;
  }

  /** Adds a window by its number. */
  void add(int number, int length) {
    numbers[size] = number;
    added[size++] = length;
  }

  /** Counting sort, stable. */
  void sort() {
    Arrays.fill(starts, 0);
    int longest = starts.length - 2;
    for (int i = 0; i < size; i++) {
      starts[longest - added[i] + 1]++;
    }
    for (int k = 1; k < starts.length; k++) {
      starts[k] += starts[k - 1];
    }
    for (int i = 0; i < size; i++) {
      int place = starts[longest - added[i]]++;
      windows[place] = numbers[i];
      lengths[place] = added[i];
    }
  }

  int size() {
    return size;
  }

  /** The number of the window at this place of the order. */
  int window(int place) {
    return windows[place];
  }

  /** The lengths in order. Not a copy. */
  int[] lengths() {
    return lengths;
  }
}
