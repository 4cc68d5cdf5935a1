package io.hyperstream.job.sql;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;

/**
 * Prints how fast rows are scored, beside a function that counts characters. It takes minutes, so
 * it runs only if it is asked for by its name.
 */
class SqlSpeed {

  private static final String COUNT = "SELECT host, CHARACTERS(line) FROM logs";

  private static final String SCORE =
      """
      SELECT host, bits FROM HYPERSTREAM(
        input => TABLE logs PARTITION BY host,
        text => DESCRIPTOR(line),
        model => 'bundled:fast')
      """;

  /** What the other function is. */
  public static final class Characters extends ScalarFunction {
    private static final long serialVersionUID = 1;

    public double eval(String text) {
      return text.length();
    }
  }

  @Test
  void rowsPerSecond() throws Exception {
    System.out.printf(
        "%-12s %8s %8s %10s %10s %12s%n",
        "function", "keys", "state", "rows", "rows/s", "CPU us/row");
    run("(warm-up)", SCORE, 10, "hashmap", 5_000);
    run("(warm-up)", COUNT, 10, "hashmap", 1_000_000);
    run("CHARACTERS", COUNT, 1_000, "hashmap", 4_000_000);
    run("HYPERSTREAM", SCORE, 1, "hashmap", 10_000);
    run("HYPERSTREAM", SCORE, 1_000, "hashmap", 10_000);
    run("HYPERSTREAM", SCORE, 1_000, "rocksdb", 10_000);
    run("HYPERSTREAM", SCORE, 100_000, "rocksdb", 120_000);
  }

  private static void run(String name, String select, int keys, String state, int rows)
      throws Exception {
    Configuration config = new Configuration();
    config.set(StateBackendOptions.STATE_BACKEND, state);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setParallelism(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    tables.createTemporaryView(
        "logs",
        tables.fromDataStream(
            env.fromSequence(0, rows - 1)
                .map(i -> Row.of("web-" + i % keys, SqlFunctionIT.line(i.intValue())))
                .returns(SqlFunctionIT.LOG)));
    tables.createTemporarySystemFunction("HYPERSTREAM", HyperstreamFunction.class);
    tables.createTemporarySystemFunction("CHARACTERS", Characters.class);
    tables.executeSql(
        "CREATE TABLE nowhere (host STRING, scored DOUBLE) WITH ('connector' = 'blackhole')");
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    tables.executeSql("INSERT INTO nowhere " + select).await();
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (system.getProcessCpuTime() - cpu) / 1e3 / rows;
    System.out.printf(
        "%-12s %8d %8s %10d %10.0f %12.1f%n", name, keys, state, rows, rows / seconds, micros);
  }
}
