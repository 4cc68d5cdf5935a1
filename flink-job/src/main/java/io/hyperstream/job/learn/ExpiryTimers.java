package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * Lets keys expire after a time without input records. A key has at most one timer, which is not
 * moved at each record: a timer that fires too early sets the next one.
 */
final class ExpiryTimers implements Expiry {

  private final long ttl;
  private final InternalTimerService<VoidNamespace> timers;

  /**
   * @param ttl in milliseconds; 0: keys do not expire
   */
  ExpiryTimers(long ttl, InternalTimerService<VoidNamespace> timers) {
    this.ttl = ttl;
    this.timers = timers;
  }

  @Override
  public boolean set(KeyState key) {
    if (ttl == 0 || key.expiryTimer != KeyState.NONE) {
      return false;
    }
    key.expiryTimer = key.lastActivity + ttl;
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, key.expiryTimer);
    return true;
  }

  /** To be called when the key's timer fires. Returns whether the key has expired. */
  boolean fired(KeyState key, long time) {
    key.expiryTimer = KeyState.NONE;
    if (ttl > 0 && time - key.lastActivity >= ttl) {
      return true;
    }
    set(key);
    return false;
  }

  @Override
  public void cancel(KeyState key) {
    if (key.expiryTimer != KeyState.NONE) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, key.expiryTimer);
      key.expiryTimer = KeyState.NONE;
    }
  }
}
