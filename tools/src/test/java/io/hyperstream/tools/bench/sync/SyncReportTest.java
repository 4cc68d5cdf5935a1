package io.hyperstream.tools.bench.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.SyncConfig;
import io.hyperstream.tools.bench.FileRuns;
import io.hyperstream.tools.bench.Machine;
import io.hyperstream.tools.bench.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncReportTest {

  private static SyncReport report() {
    SyncReport.Run alone =
        new SyncReport.Run(
            1,
            0,
            null,
            new Outcome(2.127, 80, 50_000, 0.5, 0),
            0,
            new SyncReport.Traffic(0, 0, 0, 0, 0));
    SyncReport.Run shared =
        new SyncReport.Run(
            1000,
            1_048_576,
            Encoding.INT8,
            new Outcome(2.15, 80, 50_000, 0.5, 0),
            0.023,
            new SyncReport.Traffic(244, 155_000_000, 156.25, 7_812_500, 3));
    return new SyncReport(
        new Machine("A CPU", 2, "17", 512),
        1,
        64,
        new SyncReport.Outer(1, 0.65),
        0,
        List.of(new FileRuns<>("wiki.xml", 4_000_000, List.of(alone, shared))));
  }

  @Test
  void everyNumberOfLearnersMeetsEveryPeriodAndEncoding() {
    SyncPlan plan =
        new SyncPlan(
            List.of(1, 2),
            List.of(100L, 200L),
            new SyncConfig(1, 0.5, Encoding.INT8),
            List.of(Encoding.FP32, Encoding.INT8),
            10);
    assertThat(plan.groups()).hasSize(1 + 4 + 1 + 4);
    assertThat(plan.groups())
        .filteredOn(group -> group.sharing() == null)
        .extracting(SyncPlan.Group::learners)
        .containsExactly(1, 2);
    assertThat(plan.groups()).doesNotHaveDuplicates();
  }

  @Test
  void theTableFits80Columns() {
    assertThat(report().table())
        .allMatch(line -> line.length() <= 80)
        .contains("wiki.xml: 4,000,000 bytes as 64 streams, read once from a cold start")
        .anyMatch(line -> line.matches(" +1 +never +2.1270 +[+]0.0000"))
        .anyMatch(
            line -> line.matches(" +1000 +1,048,576 +INT8 +2.1500 +[+]0.0230 +156.25 +7.81 +3[*]"));
  }

  @Test
  void jsonHasAllNumbers() throws Exception {
    JsonNode run = new ObjectMapper().readTree(report().toJson()).at("/files/0/runs/1");
    assertThat(run.get("encoding").asText()).isEqualTo("INT8");
    assertThat(run.get("bpc").asDouble()).isEqualTo(2.15);
    assertThat(run.get("publishedBytes").asLong()).isEqualTo(155_000_000);
  }
}
