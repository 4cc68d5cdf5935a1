package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;

/** Ends idle keys. All methods apply to the key that was accessed last. */
public interface Expiry {

  /** Makes the key expire when it is idle for too long; returns whether its state changed. */
  boolean set(KeyState key);

  /** Keeps the key from expiring, since it ends. */
  void cancel(KeyState key);
}
