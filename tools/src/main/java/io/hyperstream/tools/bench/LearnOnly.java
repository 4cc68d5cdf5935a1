package io.hyperstream.tools.bench;

import io.hyperstream.job.learn.settings.PredictedKeys;
import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.PredictOptions;
import org.apache.flink.configuration.Configuration;

/** The job's options for learners of which nobody reads predictions. */
public final class LearnOnly {

  private LearnOnly() {}

  /**
   * The options as given, without predictions unless they are asked for.
   *
   * @param lanes threads that each learner computes with, unless given
   */
  public static Configuration options(Configuration given, int lanes) {
    Configuration options = new Configuration();
    options.set(PredictOptions.KEYS, PredictedKeys.NONE); // they are no part of a comparison
    options.set(LearnOptions.LANES, lanes);
    options.addAll(given);
    return options;
  }
}
