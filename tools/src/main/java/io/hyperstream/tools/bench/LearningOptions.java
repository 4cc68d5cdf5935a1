package io.hyperstream.tools.bench;

import io.hyperstream.job.options.LearnOptions;
import io.hyperstream.job.options.PredictOptions;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;

/** The job's options where learners only learn files, to compare how well. */
public final class LearningOptions {

  /** Nobody reads predictions here, and their cost is no part of the comparison. */
  private static final Duration HARDLY_EVER = Duration.ofDays(10_000);

  private LearningOptions() {}

  /**
   * The options as given, without predictions unless they are asked for.
   *
   * @param lanes threads that compute
   */
  public static Configuration of(Configuration given, int lanes) {
    Configuration options = new Configuration();
    options.set(PredictOptions.INTERVAL, HARDLY_EVER);
    options.set(LearnOptions.LANES, lanes);
    options.addAll(given);
    return options;
  }
}
