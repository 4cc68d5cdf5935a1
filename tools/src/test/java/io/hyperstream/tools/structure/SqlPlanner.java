package io.hyperstream.tools.structure;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Runs a script of SQL but for its queries, which it plans. The first argument is the script. */
public final class SqlPlanner {

  private SqlPlanner() {}

  public static void main(String[] arguments) throws Exception {
    TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    for (String statement : Files.readString(Path.of(arguments[0])).split(";\\s*\\n")) {
      if (statement.startsWith("SELECT")) {
        tables.explainSql(statement);
        System.out.println("planned " + statement.lines().findFirst().orElseThrow());
      } else {
        tables.executeSql(statement);
      }
    }
  }
}
