package io.hyperstream.job.learn;

import io.hyperstream.job.learn.settings.StepSettings;
import java.util.HashMap;
import java.util.Map;

/**
 * Which keys lag, and how many consecutive windows a key may give to a step: a fixed number, or as
 * its backlog asks.
 *
 * <p>A key lags when more than half of the backlog is pending. From then on it may give twice as
 * many windows to each of its steps as to the one before, up to a whole batch. Once less than an
 * eighth of the backlog is pending it may give half as many, down to one, at which it no longer
 * lags. In between, nothing changes.
 *
 * <p>Only in memory: after a restart every key begins with one window.
 */
final class LaggingKeys {

  private final StepSettings settings;
  private final int batch;

  /** The windows that the backlog of keys that lag asks for: more than one. */
  private final Map<String, Integer> lagging = new HashMap<>();

  /**
   * @param batch windows of a full batch
   */
  LaggingKeys(StepSettings settings, int batch) {
    this.settings = settings;
    this.batch = batch;
  }

  /** How many keys lag. */
  int size() {
    return lagging.size();
  }

  /**
   * The windows that a key may give to its next step. Called once for each step.
   *
   * @param pending symbols of the key
   */
  int windows(String name, int pending) {
    int before = lagging.getOrDefault(name, 1);
    int now = before;
    if (pending > settings.backlog() / 2) {
      now = Math.min(2 * before, batch);
    } else if (pending < settings.backlog() / 8) {
      now = Math.max(1, before / 2);
    }
    if (now != before) {
      set(name, now);
    }
    return settings.windowsPerKey() == StepSettings.AUTO ? now : settings.windowsPerKey();
  }

  private void set(String name, int windows) {
    if (windows == 1) {
      lagging.remove(name);
    } else {
      lagging.put(name, windows);
    }
  }

  /** Forgets a key that has nothing pending. */
  void remove(String name) {
    lagging.remove(name);
  }
}
