package io.hyperstream.tools.bench.speed;

import io.hyperstream.model.kernels.ComputeTarget;
import java.time.Duration;
import java.util.List;

/**
 * Which rows are measured, and how.
 *
 * @param targets what computes
 * @param batches windows in a step, each of another stream
 * @param learning true: steps that learn; false: steps that only predict and score
 * @param time of one measurement
 * @param rounds in which each row of a group is measured in turn; the best one counts
 * @param stages whether to measure the stages of steps that learn, too
 * @param yardsticks other programs to compare with
 * @param text symbols that the streams read, round and round
 */
public record SpeedSettings(
    List<ComputeTarget> targets,
    List<Shape> shapes,
    List<Integer> batches,
    List<Boolean> learning,
    Duration time,
    int rounds,
    boolean stages,
    List<Yardstick> yardsticks,
    int[] text) {}
