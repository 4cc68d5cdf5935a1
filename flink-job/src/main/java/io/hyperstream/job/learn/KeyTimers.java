package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;

/**
 * Wakes keys that have had no record for a time: to end them, or for their alerts. All methods
 * apply to the key that was accessed last.
 */
public interface KeyTimers {

  /** Sets the key's timer for what is due first; returns whether its state changed. */
  boolean set(KeyState key);

  /** Takes back the key's timer, since it ends. */
  void cancel(KeyState key);
}
