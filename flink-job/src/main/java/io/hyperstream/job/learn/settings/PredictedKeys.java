package io.hyperstream.job.learn.settings;

/** Which keys are predicted. */
public enum PredictedKeys {
  /** Those that somebody watches, or that a rule PREDICT of the topic feedback asks for. */
  WATCHED,
  /** All. */
  ALL,
  /** None. */
  NONE
}
