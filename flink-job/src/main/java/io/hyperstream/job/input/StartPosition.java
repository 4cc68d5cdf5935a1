package io.hyperstream.job.input;

/** Where a job without a checkpoint starts to read. */
public enum StartPosition {
  /** At the consumer group's offsets; where there are none, at the earliest record. */
  COMMITTED,
  /** At the earliest record. */
  EARLIEST,
  /** After the latest record. */
  LATEST
}
