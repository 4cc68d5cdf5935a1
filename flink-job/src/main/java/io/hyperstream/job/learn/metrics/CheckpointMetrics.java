package io.hyperstream.job.learn.metrics;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * Metrics of whether checkpoints succeed. Written by the task's thread only; the values that
 * reporters read from other threads are volatile.
 */
public final class CheckpointMetrics {

  /** Checkpoints that failed since the last one that succeeded. */
  static final String FAILED_CHECKPOINTS = "failedCheckpoints";

  /** Milliseconds since the last checkpoint that succeeded began, or since the start. */
  static final String MILLIS_SINCE_CHECKPOINT = "millisSinceCheckpoint";

  private volatile int failed;
  private volatile long latest;

  /**
   * @param clock milliseconds since the epoch; read by other threads too
   */
  public CheckpointMetrics(MetricGroup group, LongSupplier clock) {
    latest = clock.getAsLong();
    group.gauge(FAILED_CHECKPOINTS, (Gauge<Integer>) () -> failed);
    group.gauge(MILLIS_SINCE_CHECKPOINT, (Gauge<Long>) () -> clock.getAsLong() - latest);
  }

  /**
   * Takes the latest checkpoint that succeeded.
   *
   * @param began milliseconds since the epoch
   */
  public void succeeded(long began) {
    latest = began;
  }

  public void failedInARow(int checkpoints) {
    failed = checkpoints;
  }
}
