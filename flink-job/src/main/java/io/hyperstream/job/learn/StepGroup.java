package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.model.Batch;
import io.hyperstream.model.LearnerConfig;
import java.util.Arrays;

/** Windows of a step that are treated alike, each with its key. Made once and reused. */
final class StepGroup {

  final Batch batch;
  private final String[] names;
  private final KeyState[] keys;
  private final boolean[] urgent;

  StepGroup(LearnerConfig config) {
    this.batch = new Batch(config);
    this.names = new String[config.batch()];
    this.keys = new KeyState[config.batch()];
    this.urgent = new boolean[config.batch()];
  }

  /** Moves the next observations of a key here; its windows come one after the other. */
  void take(String name, KeyState key, int length, boolean urgent) {
    int index = batch.size();
    names[index] = name;
    keys[index] = key;
    this.urgent[index] = urgent;
    key.pending.moveTo(batch, key.network, length);
  }

  int size() {
    return batch.size();
  }

  /** The maximum number of windows that one key has here. */
  int maxWindowsOfKey() {
    int max = 0;
    int own = 0;
    for (int i = 0; i < size(); i++) {
      own++;
      max = Math.max(max, own);
      own = isLast(i) ? 0 : own;
    }
    return max;
  }

  String name(int index) {
    return names[index];
  }

  KeyState key(int index) {
    return keys[index];
  }

  /** Whether no other window of the key comes after this one. */
  boolean isLast(int index) {
    return index + 1 == size() || keys[index + 1] != keys[index];
  }

  /** Whether the key was taken because steps are to run until little of it is pending. */
  boolean isUrgent(int index) {
    return urgent[index];
  }

  void clear() {
    Arrays.fill(names, 0, size(), null);
    Arrays.fill(keys, 0, size(), null);
    batch.clear();
  }
}
