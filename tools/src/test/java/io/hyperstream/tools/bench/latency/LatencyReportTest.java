package io.hyperstream.tools.bench.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.tools.bench.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyReportTest {

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
  void aRowForEachIntervalAndLoad() {
    LatencyReport report =
        new LatencyReport(
            new Machine("any", 2, "17", 512),
            16,
            60,
            List.of(
                new LatencyReport.Interval(
                    1_000,
                    6_000,
                    new CheckpointCost(60, 120, 25.5e6),
                    List.of(
                        new LatencyReport.Load(
                            0.25,
                            1_500,
                            new LatencyReport.Percentiles(210, 240),
                            new LatencyReport.Percentiles(800, 1_400))))));
    assertThat(report.table())
        .containsSequence(
            "INTERVAL S  SYMBOLS/S  CHECKPOINT MS    MB",
            "       1.0      6,000            120  25.5")
        .containsSequence(
            "INTERVAL S  LOAD  SYMBOLS/S  WRITTEN P50  P99  COMMITTED P50    P99",
            "       1.0   25%      1,500          210  240            800  1,400");
    assertThat(report.toJson()).contains("\"committed\":{\"p50\":800,\"p99\":1400}");
  }
}
