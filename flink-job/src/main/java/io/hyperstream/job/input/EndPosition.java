package io.hyperstream.job.input;

/** Where a job stops reading. */
public enum EndPosition {
  /** Nowhere: the job waits for more records. */
  NEVER,
  /** At the end of the topic as of the start of the job. */
  LATEST
}
