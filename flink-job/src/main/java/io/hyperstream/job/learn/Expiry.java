package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;

/** Sees to it that idle keys end. All methods are about the key that was accessed last. */
public interface Expiry {

  /** Lets the key expire when it is idle for too long; returns whether that changed its state. */
  boolean set(KeyState key);

  /** Lets the key not expire any more: it ends. */
  void cancel(KeyState key);
}
