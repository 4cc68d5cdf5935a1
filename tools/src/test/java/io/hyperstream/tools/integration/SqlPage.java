package io.hyperstream.tools.integration;

import io.hyperstream.tools.docs.Pages;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** The statements of docs/sql.md, in Flink SQL, over the topics of a job. */
final class SqlPage {

  private static final String FORMAT = "  'value.format' = 'hyperstream',\n";

  private final TableEnvironment tables =
      TableEnvironment.create(EnvironmentSettings.inStreamingMode());

  private final Map<String, String> names;

  /**
   * @param names what stands in the page, and what is there in its place
   */
  private SqlPage(Map<String, String> names) {
    this.names = names;
    tables.getConfig().setLocalTimeZone(ZoneOffset.UTC);
    tables.getConfig().set("parallelism.default", "1");
  }

  /** Without any table yet. */
  static SqlPage of(String servers, TestJob job, Path model) {
    return new SqlPage(
        Map.ofEntries(
            Map.entry("HOST:9092", servers),
            Map.entry("'topic' = 'text'", topic(job.inputTopic())),
            Map.entry("'topic' = 'scores'", topic(job.scoresTopic())),
            Map.entry("'topic' = 'alerts'", topic(job.alertsTopic())),
            Map.entry("'topic' = 'incidents'", topic(job.incidentsTopic())),
            Map.entry("'topic' = 'predictions'", topic(job.predictionsTopic())),
            Map.entry("'topic' = 'rejected'", topic(job.rejectedTopic())),
            Map.entry("'topic' = 'feedback'", topic(job.feedbackTopic())),
            Map.entry("'topic' = 'model'", topic(job.modelTopic())),
            Map.entry("'topic:model'", "'topic:%s'".formatted(job.modelTopic())),
            Map.entry("/models/logs.safetensors", model.toString())));
  }

  /** With the table of scores in Confluent's framing. */
  static SqlPage ofConfluent(String servers, TestJob job, String registry) throws Exception {
    SqlPage page = of(servers, job, Path.of("none"));
    String format = Pages.examples("sql.md", "").get(0).replace("https://registry:8081", registry);
    page.run(page.block("CREATE TABLE scores").replace(FORMAT, format));
    return page;
  }

  private static String topic(String name) {
    return "'topic' = '%s'".formatted(name);
  }

  /** The statement of the page that begins like this. */
  String block(String beginning) throws Exception {
    return Pages.examples("sql.md", "sql").stream()
        .filter(block -> block.startsWith(beginning))
        .findFirst()
        .orElseThrow(() -> new AssertionError("docs/sql.md has no " + beginning));
  }

  /** Runs all statements of the page that are no queries; this JVM has what is in the jar. */
  SqlPage prepare() throws Exception {
    for (String block : Pages.examples("sql.md", "sql")) {
      if (!block.startsWith("SELECT") && !block.startsWith("ADD JAR")) {
        run(block);
      }
    }
    return this;
  }

  /** Runs a statement that is no query. */
  void run(String statement) {
    tables.executeSql(here(statement));
  }

  /** The rows of a query as they come; it may have no end. */
  CloseableIterator<Row> rows(String select) {
    return tables.executeSql(here(select)).collect();
  }

  private String here(String statement) {
    String here = statement.strip().replaceFirst(";$", "");
    for (Map.Entry<String, String> name : names.entrySet()) {
      here = here.replace(name.getKey(), name.getValue());
    }
    return here;
  }
}
