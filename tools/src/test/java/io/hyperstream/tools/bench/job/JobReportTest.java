package io.hyperstream.tools.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.bench.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobReportTest {

  @Test
  void percentilesAreOfWhatCame() {
    Latencies latencies = new Latencies();
    for (int i = 2_000; i > 0; i--) {
      latencies.add(i);
    }
    assertThat(latencies.percentile(0.5)).isEqualTo(1_000);
    assertThat(latencies.percentile(0.99)).isEqualTo(1_980);
    assertThat(latencies.percentile(1)).isEqualTo(2_000);
  }

  @Test
  void threadsBelongToPartsByTheirNames() {
    assertThat(Part.of("learn (1/1)#0")).isEqualTo(Part.LEARNER);
    assertThat(Part.of("learn -> (scores: Writer -> scores: Committer, alerts: Writer) (1/1)#0"))
        .isEqualTo(Part.LEARNER);
    assertThat(Part.of("hyperstream-worker-1")).isEqualTo(Part.HELPERS);
    assertThat(Part.of("Source: source -> decode (1/1)#0")).isEqualTo(Part.SOURCES);
    assertThat(Part.of("Source Data Fetcher for Source: source -> decode (1/1)#0"))
        .isEqualTo(Part.SOURCES);
    assertThat(Part.of("scores: Writer -> scores: Committer (1/1)#0")).isEqualTo(Part.SINKS);
    assertThat(Part.of("kafka-producer-network-thread | hyperstream-bench")).isEqualTo(Part.BENCH);
    assertThat(Part.of("kafka-producer-network-thread | producer-hs-0-1")).isEqualTo(Part.CLIENTS);
    assertThat(Part.of("data-plane-kafka-request-handler-3")).isEqualTo(Part.BROKER);
    assertThat(Part.of("flink-pekko.actor.default-dispatcher-4")).isEqualTo(Part.OTHER);
  }

  @Test
  void aRowForEachRunAndLoad() {
    JobRun.FullSpeed full =
        new JobRun.FullSpeed(
            600,
            60_000,
            10,
            Map.of(Part.LEARNER, 9_000_000_000L, Part.SINKS, 600_000_000L),
            10_000_000_000L);
    JobReport report =
        new JobReport(
            new Machine("any", 2, "17", 512),
            "lines",
            10,
            List.of(
                JobReport.Run.of(
                    1_000,
                    Duration.ofSeconds(1),
                    full,
                    new LearnerSpeed(7_500, 135),
                    new CheckpointCost(60, 120, 25.5e6),
                    List.of(
                        new JobReport.Load(
                            0.5,
                            3_000,
                            new JobReport.Percentiles(210, 240, 250),
                            new JobReport.Percentiles(800, 1_400, 1_500),
                            90.4)))));
    assertThat(report.table())
        .containsSequence(
            " KEYS  INTERVAL S  RECORDS/S  SYMBOLS/S   BARE  OF BARE  CPU  CHECKPOINT MS    MB",
            "1,000         1.0         60      6,000  7,500      80%  90%            120  25.5")
        .contains("learner       0.90           15,000", "Java itself   0.04              667")
        .containsSequence(
            " KEYS  INTERVAL S  LOAD  SYMBOLS/S  WRITTEN P50  P99  MAX  COMMITTED P50    P99  HEAP MB",
            "1,000         1.0   50%      3,000          210  240  250            800  1,400       90");
    assertThat(report.toJson())
        .contains("\"committed\":{\"p50\":800,\"p99\":1400,\"max\":1500}")
        .contains("{\"part\":\"sinks\",\"cores\":0.06,\"micros\":1000.0}");
  }
}
