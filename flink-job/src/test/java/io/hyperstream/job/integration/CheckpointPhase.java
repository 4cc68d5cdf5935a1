package io.hyperstream.job.integration;

/** Where in a checkpoint a job fails. */
enum CheckpointPhase {
  /** The barrier is there, with records learned since the last one; nothing is snapshotted. */
  BEFORE_SNAPSHOT,
  /** In the middle of {@code snapshotState} of the learn operator's task. */
  IN_SNAPSHOT,
  /** That task has its snapshot and goes on learning, another one has not: no checkpoint yet. */
  AFTER_SNAPSHOT,
  /** The checkpoint is complete, and a task fails on being told so. */
  IN_NOTIFICATION
}
