package io.hyperstream.job.learn.settings;

/** What the learners of a job that has no state begin with. */
public enum ModelStart {
  /** Start values: nothing is learned yet. */
  FRESH,
  /** The weights in a file. */
  FILE,
  /** The newest whole model in the topic of models, when the job is submitted. */
  TOPIC,
  /** What the jar has for the network, learned from texts of many kinds. */
  BUNDLED
}
