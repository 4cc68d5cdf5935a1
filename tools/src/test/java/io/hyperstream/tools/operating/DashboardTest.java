package io.hyperstream.tools.operating;

import static io.hyperstream.tools.operating.DeploymentFiles.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.job.exchange.ChangeReader;
import io.hyperstream.job.image.ImageOperator;
import io.hyperstream.job.input.DecodeFunction;
import io.hyperstream.job.learn.metrics.RegisteredMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.metrics.MetricNames;
import org.junit.jupiter.api.Test;

/** The dashboard asks for metrics that there are, under the names that Prometheus knows. */
class DashboardTest {

  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final Pattern METRIC = Pattern.compile("flink_\\w+");

  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\| (`\\w+`(?:, `\\w+`)*) \\|");

  /** Flink's own, whose names are not all public. */
  private static final List<String> OF_FLINK =
      List.of(
          OPERATOR + MetricNames.PENDING_RECORDS,
          OPERATOR + "KafkaSourceReader_KafkaConsumer_records_lag_max",
          "flink_taskmanager_job_task_" + MetricNames.TASK_BUSY_TIME,
          "flink_taskmanager_Status_JVM_Memory_Heap_Used",
          "flink_taskmanager_Status_JVM_Memory_Heap_Max",
          "flink_jobmanager_job_" + MetricNames.NUM_RESTARTS,
          "flink_jobmanager_job_lastCheckpointDuration",
          "flink_jobmanager_job_lastCheckpointFullSize",
          "flink_jobmanager_job_numberOfCompletedCheckpoints",
          "flink_jobmanager_job_numberOfFailedCheckpoints");

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper()
        .readTree(DeploymentFiles.DOCKER.resolve("grafana/dashboards/hyperstream.json").toFile());
  }

  private static Set<String> ofTheJob() {
    Set<String> names = RegisteredMetrics.names();
    names.add(DecodeFunction.REJECTED_RECORDS);
    names.add(ChangeReader.DROPPED_CHANGES);
    names.add(ImageOperator.DROPPED_IMAGES);
    return names;
  }

  @Test
  void asksForAllMetricsOfTheJobAndForNoneThatAreNot() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (JsonNode expression : dashboard().findValues("expr")) {
      Matcher matcher = METRIC.matcher(expression.asText());
      while (matcher.find()) {
        asked.add(matcher.group());
      }
    }
    Set<String> there = new TreeSet<>(OF_FLINK);
    ofTheJob().forEach(name -> there.add(OPERATOR + name));
    assertThat(asked).as("what the queries of the dashboard ask for").isEqualTo(there);
  }

  @Test
  void asksTheDataSourceThatIsProvisioned() throws Exception {
    List<Map<String, Object>> sources =
        at(DeploymentFiles.yaml("grafana/provisioning/datasources/prometheus.yaml"), "datasources");
    Set<String> asked = new HashSet<>();
    for (JsonNode source : dashboard().findValues("datasource")) {
      asked.add(source.get("uid").asText());
    }
    assertThat(asked).containsExactly((String) sources.get(0).get("uid"));
  }

  @Test
  void docsListExactlyTheMetricsOfTheJob() throws IOException {
    String page = Files.readString(DeploymentFiles.PROJECT.resolve("docs/operate.md"));
    String section = page.substring(page.indexOf("\n## Metrics\n") + 1);
    section = section.substring(0, section.indexOf("\n## "));
    Set<String> listed = new TreeSet<>();
    Matcher row = TABLE_ROW.matcher(section);
    while (row.find()) {
      for (String name : row.group(1).split(", ")) {
        listed.add(name.replace("`", ""));
      }
    }
    assertThat(listed).as("the table in docs/operate.md").isEqualTo(ofTheJob());
  }
}
