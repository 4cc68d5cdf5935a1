package io.hyperstream.tools.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.tools.replay.ProgressLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shortest measurement: what it finds is possible. */
class LatencyBenchIT {

  @Test
  void aCommittedScoreComesWithACheckpoint() throws Exception {
    LatencyPlan plan =
        new LatencyPlan(
            List.of(Duration.ofMillis(400)),
            List.of(0.2),
            2,
            Duration.ofSeconds(2),
            OptionsLoader.load("--model.hidden=16", "--learn.warm-up=0 s"));
    LatencyReport report = new LatencyBench(plan, new ProgressLine(null)).run();

    LatencyReport.Interval interval = report.intervals().get(0);
    assertThat(interval.symbolsPerSecond()).isPositive();
    assertThat(interval.cost().checkpoints()).isPositive();
    LatencyReport.Load load = interval.loads().get(0);
    assertThat(load.symbolsPerSecond()).isEqualTo(0.2 * interval.symbolsPerSecond());
    assertThat(load.written().p50()).isBetween(0L, load.written().p99());
    assertThat(load.committed().p50()).isGreaterThan(load.written().p50());
    assertThat(load.committed().p99()).isGreaterThan(load.written().p99());
  }
}
