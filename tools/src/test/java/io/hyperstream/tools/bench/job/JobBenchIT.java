package io.hyperstream.tools.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.tools.replay.ProgressLine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shortest measurement: what it finds is possible. */
class JobBenchIT {

  @Test
  void aCommittedScoreComesWithACheckpoint() throws Exception {
    JobPlan plan =
        new JobPlan(
            List.of(2),
            RecordLoop.of(RecordLoop.LINES),
            List.of(Duration.ofMillis(400)),
            List.of(0.2),
            Duration.ofSeconds(2),
            OptionsLoader.load("--model.hidden=16", "--learn.warm-up=0 s"));
    JobReport report = new JobBench(plan, ProgressLine.none()).run();

    JobReport.Run run = report.runs().get(0);
    assertThat(run.recordsPerSecond()).isPositive();
    assertThat(run.symbolsPerSecond() / run.recordsPerSecond()).isBetween(60.0, 140.0);
    assertThat(run.bare().symbolsPerSecond()).isPositive();
    assertThat(run.learnerCpuMicros()).isPositive();
    assertThat(run.parts())
        .extracting(JobReport.PartShare::part)
        .contains("learner", "sources, decoding", "sinks", "Kafka's broker");
    assertThat(run.cost().checkpoints()).isPositive();
    JobReport.Load load = run.loads().get(0);
    assertThat(load.symbolsPerSecond()).isEqualTo(0.2 * run.symbolsPerSecond());
    assertThat(load.written().p50()).isBetween(0L, load.written().p99());
    assertThat(load.committed().p50()).isGreaterThan(load.written().p50());
    assertThat(load.committed().p99()).isGreaterThan(load.written().p99());
  }
}
