package io.hyperstream.tools.soak;

import java.time.Duration;
import java.util.List;

/**
 * What a soak is to be: {@link #FEEDS} live feeds of {@link #KEYS} keys in all, and what is done to
 * the job meanwhile.
 *
 * @param duration that the feeds send at least; they do not end before all disturbances are over
 * @param linesPerKey that the feeds send, or {@link #ANY} for as many as it takes
 * @param bytesPerSecond of all feeds together
 * @param learners parallelism of the learn operator
 * @param rescaledLearners the same after {@link Disturbance#RESCALE}
 * @param disturbances evenly spread over that time; none for a run to compare with
 * @param options of the job, which win over the soak's own
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

  /** A run over the same records as that one, with nothing done to it. */
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
