package io.hyperstream.tools.integration;

import io.hyperstream.tools.docs.Pages;
import java.time.ZoneOffset;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** The table over a topic of scores in docs/interfaces.md, in Flink SQL. */
final class SqlTable {

  private static final String JSON = "  'value.format' = 'json',\n";

  private final TableEnvironment tables =
      TableEnvironment.create(EnvironmentSettings.inStreamingMode());

  private SqlTable(String create, String servers, String topic) {
    tables.getConfig().setLocalTimeZone(ZoneOffset.UTC);
    tables.executeSql(
        create
            .replace("HOST:9092", servers)
            .replace("'topic' = 'scores'", "'topic' = '%s'".formatted(topic)));
  }

  static SqlTable ofJson(String servers, String topic) throws Exception {
    return new SqlTable(Pages.examples("sql").get(0), servers, topic);
  }

  static SqlTable ofConfluent(String servers, String topic, String registry) throws Exception {
    String format = Pages.examples("sql").get(2).replace("https://registry:8081", registry);
    return new SqlTable(Pages.examples("sql").get(0).replace(JSON, format), servers, topic);
  }

  /** The query of each minute in docs/interfaces.md. */
  CloseableIterator<Row> minutes() throws Exception {
    return rows(Pages.examples("sql").get(1));
  }

  CloseableIterator<Row> rows(String select) {
    return tables.executeSql(select).collect();
  }
}
