package io.hyperstream.job.learn;

import io.hyperstream.job.failure.RootCause;
import io.hyperstream.job.learn.metrics.CheckpointMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows whether checkpoints succeed. Learning goes on while they fail, but all results since the
 * last one that succeeded are in transactions that are still open. Kafka aborts a transaction that
 * is open for too long, and then Flink would lose its results with no more than a line in a log. So
 * the job fails before that. It makes the results again from its latest checkpoint.
 *
 * <p>Flink's own limit is a number of checkpoints in a row. It leaves out some failures of the job
 * manager, and the time that each checkpoint takes.
 */
final class CheckpointWatch {

  private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointWatch.class);
  private static final String FAILED =
      "Checkpoint {} has failed ({} in a row): {}. Learning goes on, but results since {} are not committed. If no checkpoint succeeds by {}, the job goes back to its latest one";
  private static final String UNKNOWN =
      "the job manager's log says why ('Failed to trigger or complete checkpoint')";

  private final long limitMillis;
  private final LongSupplier clock;
  private final CheckpointMetrics metrics;

  /** When the checkpoints began that have neither succeeded nor failed, by their numbers. */
  private final NavigableMap<Long, Long> unfinished = new TreeMap<>();

  private long latest;
  private int failures;

  /** Why the last one failed, as far as this task knows; written by threads that write state. */
  private volatile String problem = UNKNOWN;

  /**
   * @param limit time without a successful checkpoint after which the job fails
   * @param clock milliseconds since the epoch
   */
  CheckpointWatch(Duration limit, LongSupplier clock, CheckpointMetrics metrics) {
    this.limitMillis = limit.toMillis();
    this.clock = clock;
    this.metrics = metrics;
    this.latest = clock.getAsLong();
    metrics.succeeded(latest);
  }

  /**
   * A checkpoint begins.
   *
   * @param triggered when the job manager asked for it, by its clock
   */
  void began(long checkpoint, long triggered) {
    unfinished.put(checkpoint, Math.min(triggered, clock.getAsLong()));
  }

  /** State could not be written; {@link #failed} follows. May be called by any thread. */
  void notWritten(Throwable cause) {
    problem = RootCause.message(cause);
  }

  void succeeded(long checkpoint) {
    Long began = unfinished.get(checkpoint);
    if (began == null) {
      return; // a savepoint
    }
    unfinished.headMap(checkpoint, true).clear();
    latest = began;
    problem = UNKNOWN;
    metrics.succeeded(latest);
    if (failures > 0) {
      LOGGER.info(
          "Checkpoint {} has succeeded after {} that failed; all results until then are committed",
          checkpoint,
          failures);
      failures = 0;
      metrics.failedInARow(0);
    }
  }

  void failed(long checkpoint) {
    if (unfinished.remove(checkpoint) == null) {
      return; // a savepoint
    }
    failures++;
    metrics.failedInARow(failures);
    Object[] facts = {
      checkpoint, failures, problem, Instant.ofEpochMilli(latest), Instant.ofEpochMilli(deadline())
    };
    if (problem.equals(UNKNOWN)) {
      LOGGER.info(FAILED, facts); // the end of the input makes some fail, too
    } else {
      LOGGER.warn(FAILED, facts);
    }
  }

  /** When a checkpoint must have succeeded, milliseconds since the epoch. */
  long deadline() {
    return latest + limitMillis;
  }

  /** Why the job must fail now, if the {@link #deadline} has passed. */
  Optional<String> overdue() {
    if (clock.getAsLong() < deadline()) {
      return Optional.empty();
    }
    String reason =
        failures == 0
            ? "none has ended; they take too long"
            : "the last %d failed: %s".formatted(failures, problem);
    return Optional.of(
        "No checkpoint has succeeded for %d s: %s. Kafka is about to abort the transactions with the results since then (kafka.transaction.timeout.ms), so the job goes back to its latest checkpoint, and loses none. Correct what fails, such as the space in execution.checkpointing.dir"
            .formatted(limitMillis / 1000, reason));
  }
}
