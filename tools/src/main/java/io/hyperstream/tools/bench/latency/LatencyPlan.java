package io.hyperstream.tools.bench.latency;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * What is measured: each load with each interval of checkpoints.
 *
 * @param intervals of checkpoints
 * @param loads fractions of what the job can learn, above 0, below 1
 * @param keys streams that the records are of
 * @param duration of a measurement
 * @param options of the job
 */
public record LatencyPlan(
    List<Duration> intervals,
    List<Double> loads,
    int keys,
    Duration duration,
    Configuration options) {}
