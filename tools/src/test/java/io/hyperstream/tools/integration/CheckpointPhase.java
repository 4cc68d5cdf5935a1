package io.hyperstream.tools.integration;

/** Where in a checkpoint a job fails. */
enum CheckpointPhase {
  /** The barrier has come, with records scored since the last one; nothing is snapshotted yet. */
  BEFORE_SNAPSHOT,
  /** In {@code snapshotState}, in the middle of the task of the learn operator. */
  IN_SNAPSHOT,
  /** That task has its snapshot and learns on; another has not, so there is no checkpoint yet. */
  AFTER_SNAPSHOT,
  /** The checkpoint is complete, the transactions that belong to it are not committed. */
  BEFORE_COMMIT,
  /** The checkpoint is complete, its scores are committed, and the job has learned on. */
  AFTER_COMMIT;

  /** Whether a job that fails here goes on from that very checkpoint, not from the one before. */
  boolean isCheckpointComplete() {
    return compareTo(BEFORE_COMMIT) >= 0;
  }
}
