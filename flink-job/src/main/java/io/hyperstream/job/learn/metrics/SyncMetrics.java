package io.hyperstream.job.learn.metrics;

import io.hyperstream.model.sync.Anchor;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of what a learner shares. Written by the task's thread only; the values that reporters
 * read from other threads are volatile.
 */
public final class SyncMetrics {

  /** Outer steps since the job began; 0 where nothing is shared. */
  static final String SYNCS = "syncs";

  /** Milliseconds since the last outer step, or since the start. */
  static final String MILLIS_SINCE_SYNC = "millisSinceSync";

  /** Changes of any learner that were not in line and did not count, since the job began. */
  static final String LEFT_OUT_CHANGES = "leftOutChanges";

  /** Bytes of weights and changes of weights that were written, since the last restart. */
  static final String PUBLISHED_BYTES = "publishedBytes";

  private final LongSupplier clock;
  private final Counter publishedBytes;
  private volatile long syncs;
  private volatile long leftOut;
  private volatile long lastSync;

  /**
   * @param clock milliseconds since the epoch; read by other threads too
   */
  public SyncMetrics(MetricGroup group, LongSupplier clock) {
    this.clock = clock;
    this.publishedBytes = group.counter(PUBLISHED_BYTES);
    this.lastSync = clock.getAsLong();
    group.gauge(SYNCS, (Gauge<Long>) () -> syncs);
    group.gauge(MILLIS_SINCE_SYNC, (Gauge<Long>) () -> clock.getAsLong() - lastSync);
    group.gauge(LEFT_OUT_CHANGES, (Gauge<Long>) () -> leftOut);
  }

  /** Counts an outer step that has just been taken. */
  public void synced(Anchor anchor) {
    lastSync = clock.getAsLong();
    syncs = anchor.rounds();
    leftOut = anchor.leftOut();
  }

  /** Counts bytes that were written to the topic {@code model}. */
  public void published(int bytes) {
    publishedBytes.inc(bytes);
  }
}
