package io.hyperstream.tools.soak;

import java.time.Duration;
import java.util.List;

/**
 * Plan of a soak test: {@link #FEEDS} live feeds with {@link #KEYS} keys in total, and the
 * disturbances of the job.
 *
 * @param duration min time that the feeds send; they do not end before all disturbances are over
 * @param linesPerKey number of lines per key, or {@link #ANY} for as many as the duration takes
 * @param bytesPerSecond total rate of all feeds
 * @param learners parallelism of the learn operator
 * @param rescaledLearners the same after {@link Disturbance#RESCALE}
 * @param disturbances spread evenly over that time; empty for the undisturbed run
 * @param options options of the job; they override the soak's own
 */
public record SoakPlan(
    Duration duration,
    int linesPerKey,
    long bytesPerSecond,
    int learners,
    int rescaledLearners,
    List<Disturbance> disturbances,
    List<String> options) {

  public static final int ANY = Integer.MAX_VALUE;

  static final int FEEDS = 4;
  static final int KEYS = 50;

  public SoakPlan {
    disturbances = List.copyOf(disturbances);
    options = List.copyOf(options);
  }

  /** A run over the same records without disturbances. */
  public SoakPlan undisturbed(SoakResult that) {
    return new SoakPlan(
        Duration.ZERO,
        that.linesPerKey(),
        bytesPerSecond,
        learners,
        rescaledLearners,
        List.of(),
        options);
  }
}
