package io.hyperstream.tools.replay;

import io.hyperstream.job.learn.metrics.LearnAccumulators;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobExecutionResult;

/**
 * Summary of the learning, known once the input has ended.
 *
 * @param firstRecord when the first record arrived, milliseconds since the epoch; {@link
 *     Long#MAX_VALUE} if none did
 * @param steps number of steps of all learners
 * @param skippedSteps number of steps that left the weights unchanged because a value was not
 *     finite
 * @param backend back end of the learners
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
