package io.hyperstream.job.learn;

import io.hyperstream.job.learn.alert.AlertState;
import io.hyperstream.job.learn.state.KeyState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * Lets keys expire after a time without input records, and wakes their alerts and summed scores. A
 * key has at most one timer, which is not moved at each record: a timer that fires too early sets
 * the next one.
 */
final class FlinkKeyTimers implements KeyTimers {

  private static final long NEVER = Long.MAX_VALUE;

  /** After a restart, what was sent before has to be read before a key counts as idle. */
  private static final long CATCH_UP_MILLIS = 30_000;

  private final long ttl;
  private final long span;
  private final long opened;
  private final InternalTimerService<VoidNamespace> timers;

  /**
   * @param ttl in milliseconds; 0: keys do not expire
   * @param span milliseconds without a record after which {@link KeyState#summed} is written
   * @param opened processing time at which the operator was opened
   */
  FlinkKeyTimers(long ttl, long span, long opened, InternalTimerService<VoidNamespace> timers) {
    this.ttl = ttl;
    this.span = span;
    this.opened = opened;
    this.timers = timers;
  }

  @Override
  public boolean set(KeyState key) {
    long due = Math.min(expiry(key), Math.min(wake(key), summary(key)));
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

  private long wake(KeyState key) {
    long after = key.alerts.wakeAfter;
    return after == AlertState.NEVER ? NEVER : idleSince(key) + after;
  }

  private long summary(KeyState key) {
    return key.summed == null ? NEVER : idleSince(key) + span;
  }

  private long idleSince(KeyState key) {
    return key.lastActivity >= opened ? key.lastActivity : opened + CATCH_UP_MILLIS;
  }

  /** Processing time that a key has been idle for by a time, in milliseconds. */
  long idle(KeyState key, long time) {
    return time - idleSince(key);
  }

  /** To be called first when the key's timer fires, which then has none. */
  void fired(KeyState key) {
    key.timer = KeyState.NONE;
  }

  /** Whether the key has expired by a time. */
  boolean isExpired(KeyState key, long time) {
    return time >= expiry(key);
  }

  @Override
  public void cancel(KeyState key) {
    if (key.timer != KeyState.NONE) {
      timers.deleteProcessingTimeTimer(VoidNamespace.INSTANCE, key.timer);
      key.timer = KeyState.NONE;
    }
  }
}
