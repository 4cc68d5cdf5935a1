package io.hyperstream.tools.bench.job;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * What is measured: each number of keys with each interval of checkpoints, at each load.
 *
 * @param keys streams that the records are of
 * @param records their values, which take turns
 * @param intervals of checkpoints
 * @param loads fractions of what the job can learn, above 0, at most 1
 * @param duration of a measurement
 * @param options of the job
 */
public record JobPlan(
    List<Integer> keys,
    RecordLoop records,
    List<Duration> intervals,
    List<Double> loads,
    Duration duration,
    Configuration options) {}
