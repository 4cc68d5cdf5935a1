package io.hyperstream.job.learn;

import io.hyperstream.model.Learner;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * How a run of the learn operator went, known when its input has ended. A job hands it over with
 * its result, as accumulators.
 *
 * @param firstRecord when the first record came, milliseconds since the epoch; {@link
 *     Long#MAX_VALUE} if none came
 * @param steps of the learner
 * @param skippedSteps those that left the weights alone because something was not finite
 * @param backend that the learner ran on
 */
public record LearnSummary(long firstRecord, long steps, long skippedSteps, String backend) {

  private static final String FIRST_RECORD = "learn.firstRecord";
  private static final String STEPS = "learn.steps";
  private static final String SKIPPED_STEPS = "learn.skippedSteps";
  private static final String BACKENDS = "learn.backends";

  /** The summary of a job that ran to its end. */
  public static LearnSummary of(JobExecutionResult result) {
    List<String> backends = result.getAccumulatorResult(BACKENDS);
    return new LearnSummary(
        result.<Long>getAccumulatorResult(FIRST_RECORD),
        result.<Long>getAccumulatorResult(STEPS),
        result.<Long>getAccumulatorResult(SKIPPED_STEPS),
        backends.stream().distinct().sorted().collect(Collectors.joining(", ")));
  }

  /** The accumulators of one subtask. */
  static final class Accumulators {

    private final LongMinimum firstRecord = new LongMinimum();
    private final LongCounter steps = new LongCounter();
    private final LongCounter skippedSteps = new LongCounter();
    private final ListAccumulator<String> backends = new ListAccumulator<>();

    private final Learner learner;

    Accumulators(RuntimeContext context, Learner learner) {
      this.learner = learner;
      context.addAccumulator(FIRST_RECORD, firstRecord);
      context.addAccumulator(STEPS, steps);
      context.addAccumulator(SKIPPED_STEPS, skippedSteps);
      context.addAccumulator(BACKENDS, backends);
    }

    void record(long time) {
      firstRecord.add(time);
    }

    void finished(long learnerSteps) {
      steps.add(learnerSteps);
      skippedSteps.add(learner.skippedSteps());
      backends.add(learner.backend());
    }
  }
}
