package io.hyperstream.tools.replay;

import io.hyperstream.job.learn.metrics.LearnAccumulators;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * How learning went, known when the input has ended.
 *
 * @param firstRecord when the first record came, milliseconds since the epoch; {@link
 *     Long#MAX_VALUE} if none came
 * @param steps of all learners
 * @param skippedSteps those that left the weights alone because something was not finite
 * @param backend that the learners ran on
 */
public record LearnSummary(long firstRecord, long steps, long skippedSteps, String backend) {

  /** The summary of a job that ran to its end. */
  static LearnSummary of(JobExecutionResult result) {
    List<String> backends = result.getAccumulatorResult(LearnAccumulators.BACKENDS);
    return new LearnSummary(
        result.<Long>getAccumulatorResult(LearnAccumulators.FIRST_RECORD),
        result.<Long>getAccumulatorResult(LearnAccumulators.STEPS),
        result.<Long>getAccumulatorResult(LearnAccumulators.SKIPPED_STEPS),
        backends.stream().distinct().sorted().collect(Collectors.joining(", ")));
  }
}
