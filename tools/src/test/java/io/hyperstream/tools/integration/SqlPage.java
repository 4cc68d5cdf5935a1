package io.hyperstream.tools.integration;

import io.hyperstream.tools.cluster.Installation;
import io.hyperstream.tools.docs.Pages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** The statements of docs/sql.md, over the topics of a job. */
final class SqlPage {

  private static final String FORMAT = "  'value.format' = 'hyperstream',\n";

  private final Map<String, String> names;

  /**
   * @param names what stands in the page, and what is there in its place
   */
  private SqlPage(Map<String, String> names) {
    this.names = names;
  }

  /**
   * Over the topics of a job.
   *
   * @param logs a model of text
   * @param metrics a model of two numbers
   */
  static SqlPage of(String servers, TestJob job, Path logs, Path metrics) throws IOException {
    return new SqlPage(
        Map.ofEntries(
            Map.entry("HOST:9092", servers),
            Map.entry(
                "/opt/hyperstream/hyperstream-job.jar",
                Installation.in(Path.of("..")).jobJar().toString()),
            Map.entry("'topic' = 'text'", topic(job.inputTopic())),
            Map.entry("'topic' = 'scores'", topic(job.scoresTopic())),
            Map.entry("'topic' = 'alerts'", topic(job.alertsTopic())),
            Map.entry("'topic' = 'incidents'", topic(job.incidentsTopic())),
            Map.entry("'topic' = 'predictions'", topic(job.predictionsTopic())),
            Map.entry("'topic' = 'rejected'", topic(job.rejectedTopic())),
            Map.entry("'topic' = 'feedback'", topic(job.feedbackTopic())),
            Map.entry("'topic' = 'model'", topic(job.modelTopic())),
            Map.entry("'topic:model'", "'topic:%s'".formatted(job.modelTopic())),
            Map.entry("'topic' = 'metrics'", topic(metricsTopic(job))),
            Map.entry("/models/logs.safetensors", logs.toString()),
            Map.entry("/models/metrics.safetensors", metrics.toString())));
  }

  /** The table of scores in Confluent's framing. */
  static String confluentScores(String registry) throws IOException {
    String format = Pages.examples("sql.md", "").get(0).replace("https://registry:8081", registry);
    return block("CREATE TABLE scores").replace(FORMAT, format);
  }

  /** Where the page has numbers; the job has nothing to do with it. */
  static String metricsTopic(TestJob job) {
    return job.inputTopic() + "-metrics";
  }

  private static String topic(String name) {
    return "'topic' = '%s'".formatted(name);
  }

  /** The statement of the page that begins like this. */
  static String block(String beginning) throws IOException {
    return Pages.examples("sql.md", "sql").stream()
        .filter(block -> block.startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new AssertionError("docs/sql.md has no " + beginning));
  }

  /** All statements of the page in their order, with what is there in the place of what stands. */
  List<String> statements() throws IOException {
    return Pages.examples("sql.md", "sql").stream().map(this::here).toList();
  }

  /** The rows of a query over a table as they come, in this JVM; it may have no end. */
  CloseableIterator<Row> rows(String table, String select) {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    tables.getConfig().setLocalTimeZone(ZoneOffset.UTC);
    tables.getConfig().set("parallelism.default", "1");
    tables.executeSql(here(table));
    return tables.executeSql(here(select)).collect();
  }

  private String here(String statement) {
    String here = statement.strip();
    for (Map.Entry<String, String> name : names.entrySet()) {
      here = here.replace(name.getKey(), name.getValue());
    }
    return here;
  }
}
