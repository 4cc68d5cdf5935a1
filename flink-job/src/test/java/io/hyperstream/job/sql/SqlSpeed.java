package io.hyperstream.job.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import io.hyperstream.job.learn.state.KeyState;
import io.hyperstream.job.learn.state.KeyStateSerializer;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;

/**
 * Prints how fast rows are scored, beside a function that counts characters, and what lines of
 * files cost. It takes minutes, so it runs only if it is asked for by its name.
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

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

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
    run("CHARACTERS", COUNT, 1_000, "hashmap", 2_000_000);
    run("HYPERSTREAM", SCORE, 1, "hashmap", 5_000);
    run("HYPERSTREAM", SCORE, 1_000, "hashmap", 5_000);
    run("HYPERSTREAM", SCORE, 1_000, "rocksdb", 5_000);
    run("HYPERSTREAM", SCORE, 100_000, "rocksdb", 100_000);
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
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    tables.executeSql("INSERT INTO nowhere " + select).await();
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / rows;
    System.out.printf(
        "%-12s %8d %8s %10d %10.0f %12.1f%n", name, keys, state, rows, rows / seconds, micros);
  }

  /**
   * What the lines of files cost in bits, each file as one key, and what the key has in the end.
   * {@code -Dsql.files=A:B} names them, {@code -Dsql.model} a model, {@code -Dsql.lines} how many
   * lines of each.
   */
  @Test
  void bitsOfFiles() throws Exception {
    String files = System.getProperty("sql.files");
    assumeTrue(files != null, "-Dsql.files names no file");
    String model = System.getProperty("sql.model", "bundled:fast");
    System.out.printf(
        "%-24s %8s %12s %10s %12s %14s%n",
        "file", "lines", "network alone", "function", "CPU us/line", "bytes of state");
    for (String file : files.split(File.pathSeparator)) {
      List<byte[]> lines = new ArrayList<>();
      try (Scanner scanner = new Scanner(Path.of(file), StandardCharsets.ISO_8859_1)) {
        while (scanner.hasNextLine() && lines.size() < Integer.getInteger("sql.lines", 2000)) {
          lines.add(scanner.nextLine().getBytes(StandardCharsets.ISO_8859_1));
        }
      }
      FunctionOptions options = FunctionOptions.of(null);
      FrozenModel frozen =
          new FrozenModel(ModelPlace.of(model, options), ModelInput.TEXT, Duration.ZERO);
      try (RowScorer scorer = new RowScorer(frozen, options, 0)) {
        KeyState key = scorer.begin();
        double network = 0;
        double bits = 0;
        long bytes = 0;
        long start = SYSTEM.getProcessCpuTime();
        for (byte[] line : lines) {
          ScoredRow scored = scorer.score(key, line, null);
          network += scored.score().getNetworkBits();
          bits += scored.score().getBits();
          bytes += line.length + 1;
        }
        double micros = (SYSTEM.getProcessCpuTime() - start) / 1e3 / lines.size();
        DataOutputSerializer state = new DataOutputSerializer(1 << 16);
        new KeyStateSerializer().serialize(key, state);
        System.out.printf(
            "%-24s %8d %12.3f %10.3f %12.0f %14d%n",
            Path.of(file).getFileName(),
            lines.size(),
            network / bytes,
            bits / bytes,
            micros,
            state.length());
      }
    }
  }
}
