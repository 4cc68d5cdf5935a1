package io.hyperstream.job.learn;

import io.hyperstream.job.learn.alert.AlertState;
import io.hyperstream.job.learn.state.KeyState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * Lets keys expire after a time without input records, and wakes their alerts. A key has at most
 * one timer, which is not moved at each record: a timer that fires too early sets the next one.
 */
final class FlinkKeyTimers implements KeyTimers {

  private static final long NEVER = Long.MAX_VALUE;

  private final long ttl;
  private final InternalTimerService<VoidNamespace> timers;

  /**
   * @param ttl in milliseconds; 0: keys do not expire
   */
  FlinkKeyTimers(long ttl, InternalTimerService<VoidNamespace> timers) {
    this.ttl = ttl;
    this.timers = timers;
  }

  @Override
  public boolean set(KeyState key) {
    long due = Math.min(expiry(key), wake(key));
    if (due == NEVER || key.timer != KeyState.NONE && key.timer <= due) {
      return false;
    }
    cancel(key);
    key.timer = due;
    timers.registerProcessingTimeTimer(VoidNamespace.INSTANCE, due);
    return true;
  }

  private long expiry(KeyState key) {
    return ttl == 0 ? NEVER : key.lastActivity + ttl;
  }

  private static long wake(KeyState key) {
    long after = key.alerts.wakeAfter;
    return after == AlertState.NEVER ? NEVER : key.lastActivity + after;
  }

  /** To be called first when the key's timer fires, which then has none. */
  void fired(KeyState key) {
    key.timer = KeyState.NONE;
  }

  /** Whether the key has expired by a time. */
  boolean isExpired(KeyState key, long time) {
    return time >= expiry(key);
  }

  /** Whether the alerts of the key want to be woken by a time. */
  boolean isWoken(KeyState key, long time) {
    return time >= wake(key);
  }

  @Override
  public void cancel(KeyState key) {
    if (key.timer != KeyState.NONE) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, key.timer);
      key.timer = KeyState.NONE;
    }
  }
}
