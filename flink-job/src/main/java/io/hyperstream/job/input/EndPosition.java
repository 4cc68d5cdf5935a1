package io.hyperstream.job.input;

/** Where a job stops to read. */
public enum EndPosition {
  /** It waits for more. */
  NEVER,
  /** At the end that the topic has when the job starts. */
  LATEST
}
