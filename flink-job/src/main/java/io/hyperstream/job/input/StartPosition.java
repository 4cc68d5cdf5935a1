package io.hyperstream.job.input;

/** Where a job without a checkpoint starts reading. */
public enum StartPosition {
  /** At the offsets of the consumer group, or at the earliest record if there are none. */
  COMMITTED,
  /** At the earliest record. */
  EARLIEST,
  /** After the latest record. */
  LATEST
}
