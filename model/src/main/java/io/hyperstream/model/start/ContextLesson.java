package io.hyperstream.model.start;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.context.ContextCounts;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.observation.Observations;
import java.util.Objects;

/**
 * Learns what to make of counts beside a trained network, by reading other texts as a new learner
 * would, one after the other.
 */
public final class ContextLesson {

  private final LearnerConfig config;
  private final ComputeTarget target;
  private final LearnerSnapshot model;
  private final ContextCounts counts;

  /** Null until a text was read. */
  private ContextStart start;

  /**
   * @param config of learners that will begin with it
   * @param model the network, and what its optimiser knows
   */
  public ContextLesson(
      LearnerConfig config, ComputeTarget target, LearnerSnapshot model, ContextCounts counts) {
    this.config = config;
    this.target = target;
    this.model = model;
    this.counts = counts;
  }

  /**
   * Reads a text.
   *
   * @return bits of each byte
   */
  public double read(byte[] text) {
    try (Learner learner = Learner.create(config, target)) {
      learner.startFrom(model);
      learner.startFrom(start == null ? ContextStart.of(counts, config.context()) : start);
      Batch batch = new Batch(config);
      StreamState state = new StreamState(config.network());
      Observations observations = Observations.ofBytes(text);
      double bits = 0;
      for (int from = 0; from < text.length; from += config.window()) {
        batch.clear();
        batch.add(state, observations, from, Math.min(config.window(), text.length - from));
        bits += learner.step(batch).totalBits();
      }
      // The text is one stream, which falls to the first worker.
      start = ContextStart.of(learner.snapshot().context().worker(0), counts);
      return bits / text.length;
    }
  }

  /** The counts, with the start values that were learned. */
  public ContextStart start() {
    return Objects.requireNonNull(start, "no text was read");
  }
}
