package io.hyperstream.job.learn;

/** What the learners of a job that has no state begin with. */
public enum ModelStart {
  /** Start values: nothing is learned yet. */
  FRESH,
  /** The weights in a file. */
  FILE
}
