package io.hyperstream.tools.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Flink's SQL client, in a process that has the jars of Flink, and of the job only what a statement
 * adds. It runs each query in a small cluster of its own, to which it gives that jar.
 */
public final class SqlClient {

  /** Where the build puts what a distribution of Flink has for SQL. */
  private static final String JARS = Path.of("target/sql-client").toAbsolutePath() + "/*";

  private static final String MAIN = "org.apache.flink.table.client.SqlClient";

  /** Begins the names of a result's columns. */
  private static final String HEAD = "| op |";

  private SqlClient() {}

  /**
   * Runs a script to its end, so its queries must have one.
   *
   * @param folder for the client's files
   * @return the rows of each query, each a list of its columns as they are printed
   * @throws IOException with all that was printed if a statement fails
   */
  public static List<List<List<String>>> run(Path folder, List<String> statements)
      throws IOException, InterruptedException {
    Files.write(
        folder.resolve("config.yaml"),
        List.of("execution.target: local", "parallelism.default: 1"));
    List<String> script = new ArrayList<>();
    script.add("SET 'sql-client.execution.result-mode' = 'tableau';");
    script.addAll(statements);
    Path file = Files.write(folder.resolve("script.sql"), script);
    List<String> options = new ArrayList<>(ChildJvm.QUICK_START);
    options.addAll(List.of(FlinkProcesses.OPENED, "-Dlog4j2.level=OFF"));
    String flink = Installation.in(Path.of("..")).flinkClassPath() + File.pathSeparator + JARS;
    Path history = folder.resolve("history");
    List<String> program = List.of(MAIN, "-f", file.toString(), "-hist", history.toString());
    ProcessBuilder builder = new ProcessBuilder(ChildJvm.command(options, flink, program));
    builder.environment().put("FLINK_CONF_DIR", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0 || printed.contains("[ERROR]")) {
      throw new IOException("The SQL client printed:\n" + printed);
    }
    return results(printed);
  }

  private static List<List<List<String>>> results(String printed) {
    List<List<List<String>>> results = new ArrayList<>();
    for (String line : printed.lines().toList()) {
      if (line.startsWith(HEAD)) {
        results.add(new ArrayList<>());
      } else if (line.startsWith("| ")) {
        results.get(results.size() - 1).add(columns(line));
      }
    }
    return results;
  }

  /** All but the first, which says how a row changes the result. */
  private static List<String> columns(String row) {
    return Arrays.stream(row.split("\\|")).skip(2).map(String::strip).toList();
  }
}
