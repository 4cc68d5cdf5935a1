package io.hyperstream.job.learn.metrics;

import io.hyperstream.model.Learner;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.RuntimeContext;

/** What a job whose input ends reports of its learners, with its result, as accumulators. */
public final class LearnAccumulators {

  /**
   * When the first record came, milliseconds since the epoch; {@link Long#MAX_VALUE} if none came.
   */
  public static final String FIRST_RECORD = "learn.firstRecord";

  /** Steps of all learners. */
  public static final String STEPS = "learn.steps";

  /** Steps that left the weights alone because something was not finite. */
  public static final String SKIPPED_STEPS = "learn.skippedSteps";

  /** The back end of each learner. */
  public static final String BACKENDS = "learn.backends";

  private final LongMinimum firstRecord = new LongMinimum();
  private final LongCounter steps = new LongCounter();
  private final LongCounter skippedSteps = new LongCounter();
  private final ListAccumulator<String> backends = new ListAccumulator<>();

  private final Learner learner;

  public LearnAccumulators(RuntimeContext context, Learner learner) {
    this.learner = learner;
    context.addAccumulator(FIRST_RECORD, firstRecord);
    context.addAccumulator(STEPS, steps);
    context.addAccumulator(SKIPPED_STEPS, skippedSteps);
    context.addAccumulator(BACKENDS, backends);
  }

  /** Takes the time of a record, milliseconds since the epoch. */
  public void record(long time) {
    firstRecord.add(time);
  }

  /** Takes what this subtask's learner did: its input has ended. */
  public void finished(long learnerSteps) {
    steps.add(learnerSteps);
    skippedSteps.add(learner.skippedSteps());
    backends.add(learner.backend());
  }
}
