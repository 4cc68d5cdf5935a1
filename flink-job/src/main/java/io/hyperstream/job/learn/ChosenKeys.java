package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;
import java.util.Arrays;

/** The keys of the next step, and how many windows each of them gives. Made once and reused. */
final class ChosenKeys {

  private final int batch;
  private final int window;
  private final LaggingKeys lagging;

  private final String[] names;
  private final KeyState[] keys;
  private final boolean[] urgent;
  private final int[] windows;
  private final int[] maxWindows;
  private int size;

  /**
   * @param batch windows of a full batch
   * @param window symbols of a full window
   */
  ChosenKeys(int batch, int window, LaggingKeys lagging) {
    this.batch = batch;
    this.window = window;
    this.lagging = lagging;
    this.names = new String[batch];
    this.keys = new KeyState[batch];
    this.urgent = new boolean[batch];
    this.windows = new int[batch];
    this.maxWindows = new int[batch];
  }

  /** Adds a key, which must not be among them, with one window. */
  void add(String name, KeyState key, boolean isUrgent) {
    names[size] = name;
    keys[size] = key;
    urgent[size] = isUrgent;
    windows[size] = 1;
    size++;
  }

  /**
   * Gives the room that is left in the batch to keys that have more windows, in turn. So a key that
   * lags never takes the place of another one.
   */
  void fillUp() {
    for (int i = 0; i < size; i++) {
      maxWindows[i] = maxWindows(i);
    }
    int room = batch - size;
    for (int turn = 1; room > 0 && turn < batch; turn++) {
      for (int i = 0; i < size && room > 0; i++) {
        if (maxWindows[i] > turn) {
          windows[i]++;
          room--;
        }
      }
    }
  }

  /** Only what is learned pays by being many. */
  private int maxWindows(int i) {
    int pending = keys[i].pending.size();
    int max = lagging.windows(names[i], pending);
    int whole = pending / window;
    int rest = urgent[i] && pending % window > 0 ? 1 : 0;
    return keys[i].learnsNext() ? Math.min(max, whole + rest) : 1;
  }

  int size() {
    return size;
  }

  String name(int i) {
    return names[i];
  }

  KeyState key(int i) {
    return keys[i];
  }

  /** Whether the key was taken because steps are to run until little of it is pending. */
  boolean isUrgent(int i) {
    return urgent[i];
  }

  int windows(int i) {
    return windows[i];
  }

  void clear() {
    Arrays.fill(names, 0, size, null);
    Arrays.fill(keys, 0, size, null);
    size = 0;
  }
}
