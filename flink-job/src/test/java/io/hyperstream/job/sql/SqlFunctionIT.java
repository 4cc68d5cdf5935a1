package io.hyperstream.job.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.failure.FailingOnce;
import io.hyperstream.job.learn.settings.AlertSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The function HYPERSTREAM and the model provider, in Flink SQL. */
class SqlFunctionIT {

  private static final int LEARNED = 600;
  private static final int LINES = 450;
  private static final int ODD = 351;

  /** Rows that are scored by themselves. */
  private static final int SINGLE = 20;

  private static final String AHEAD = ", ahead => 10";

  static final TypeInformation<Row> LOG =
      Types.ROW_NAMED(new String[] {"host", "line"}, Types.STRING, Types.STRING);

  @RegisterExtension
  private static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(1)
              .build());

  @TempDir private static Path folder;

  private static SavedModel model;

  /** Null before the first test that needs it. */
  private static List<Row> undisturbed;

  @BeforeAll
  static void learn() throws Exception {
    List<String> lines = IntStream.range(0, LEARNED).mapToObj(SqlFunctionIT::line).toList();
    model = new SavedModel(folder.resolve("model.safetensors"), lines);
  }

  /**
   * What an undisturbed query gives. It runs once, and in a test, since before there is no Flink.
   */
  private static List<Row> undisturbed() throws Exception {
    if (undisturbed == null) {
      undisturbed = rows(tables(LINES, false), call(AHEAD));
    }
    return undisturbed;
  }

  static String line(int i) {
    return "GET /page/%d.html 200 took %d ms".formatted(i * 7 % 13, i * 31 % 50);
  }

  /** The lines of two hosts; one of the second one is odd. */
  private static Row log(int i) {
    return i == ODD
        ? Row.of("web-1", "kernel panic: not syncing")
        : Row.of("web-" + i % 2, line(i));
  }

  private static List<String> lines(int host) {
    List<String> lines = new ArrayList<>();
    for (int i = host; i < LINES; i += 2) {
      lines.add(log(i).getFieldAs(1));
    }
    return lines;
  }

  private static StreamTableEnvironment tables(int lines, boolean fails) {
    Configuration config = new Configuration();
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    env.setParallelism(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    tables.createTemporaryView(
        "logs",
        tables.fromDataStream(env.fromSequence(0, lines - 1).map(new Logs(fails)).returns(LOG)));
    tables.createTemporarySystemFunction("HYPERSTREAM", HyperstreamFunction.class);
    return tables;
  }

  /** Makes a row of a number; may fail once, before the odd line. */
  private static final class Logs extends FailingOnce<Row> {

    private static final long serialVersionUID = 1;

    Logs(boolean fails) {
      super(fails, LINES / 3);
    }

    @Override
    protected Row element(long number) {
      return log((int) number);
    }
  }

  private static String call(String more) {
    return """
        SELECT * FROM HYPERSTREAM(
          input => TABLE logs PARTITION BY host,
          text => DESCRIPTOR(line),
          model => '%s'%s)
        """
        .formatted(model.file, more);
  }

  private static List<Row> rows(TableEnvironment tables, String select) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> all = tables.executeSql(select).collect()) {
      all.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void bitsAreThoseOfTheLearnerAndTheOddLineIsAnAlert() throws Exception {
    List<Row> rows = undisturbed();
    assertThat(rows).hasSize(LINES);
    Map<String, List<Row>> byHost = new TreeMap<>();
    rows.forEach(
        row -> byHost.computeIfAbsent(row.getFieldAs("host"), any -> new ArrayList<>()).add(row));
    for (int host = 0; host < 2; host++) {
      List<Row> own = byHost.get("web-" + host);
      List<String> lines = lines(host);
      List<Double> bits = model.bits(lines);
      for (int i = 0; i < lines.size(); i++) {
        Row row = own.get(i);
        assertThat(row.<String>getFieldAs("line")).isEqualTo(lines.get(i));
        assertThat(row.<Double>getFieldAs("bits")).isCloseTo(bits.get(i), within(1e-9));
        assertThat(row.<Double>getFieldAs("bpc"))
            .isCloseTo(bits.get(i) / (lines.get(i).length() + 1), within(1e-9));
        assertThat(row.getField("surprise") != null).isEqualTo(i >= AlertSettings.DEFAULT_WARM_UP);
        assertThat(row.<String>getFieldAs("next")).hasSizeLessThanOrEqualTo(10).isNotEmpty();
      }
    }
    List<Row> alerts = rows.stream().filter(row -> row.getField("alert") != null).toList();
    assertThat(alerts)
        .extracting(row -> row.getField("line"))
        .contains("kernel panic: not syncing");
    Row odd =
        alerts.stream()
            .filter(row -> row.<String>getFieldAs("line").startsWith("kernel"))
            .findFirst()
            .orElseThrow();
    assertThat(odd.<String>getFieldAs("alert")).isEqualTo("SURPRISE");
    assertThat(odd.<Double>getFieldAs("surprise")).isGreaterThanOrEqualTo(1000);
    assertThat(odd.<String>getFieldAs("why")).contains("kernel");
  }

  @Test
  void aFailureChangesNothing() throws Exception {
    List<Row> disturbed = rows(tables(LINES, true), call(AHEAD));
    assertThat(FailingOnce.failed()).isTrue();
    assertThat(disturbed).hasSize(LINES);
    assertThat(disturbed).containsExactlyInAnyOrderElementsOf(undisturbed());
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    TableEnvironment tables = tables(SINGLE, false);
    assertRefused(tables, call("").replace("(line)", "(lines)"), "'text'", "host, line");
    assertRefused(tables, call(", ahead => -1"), "'ahead'", "0 to 1024");
    assertRefused(tables, call(", reread => 'soon'"), "'reread'", "10 min");
    assertRefused(tables, call(", eventTime => DESCRIPTOR(line)"), "'eventTime'", "TIMESTAMP_LTZ");
    assertRefused(
        tables, call(", options => MAP['alerts.budget', '-1']"), "'options'", "alerts.budget");
    assertRefused(tables, call(", options => MAP['learn.rate', '1']"), "'options'", "learn.rate");
    assertRefused(
        tables,
        call("").replace(model.file.toString(), "topic:model"),
        "'model'",
        "kafka.bootstrap.servers");
    assertRefused(
        tables, call("").replace(model.file.toString(), "/no/file"), "'model'", "/no/file");
  }

  private static void assertRefused(TableEnvironment tables, String select, String... parts) {
    assertThatThrownBy(() -> tables.explainSql(select))
        .satisfies(
            e -> {
              StringBuilder all = new StringBuilder();
              for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                all.append(cause.getMessage()).append('\n');
              }
              assertThat(all.toString()).contains(parts);
            });
  }

  @Test
  void aModelScoresSingleRows() throws Exception {
    TableEnvironment tables = tables(SINGLE, false);
    tables.executeSql(
        """
        CREATE MODEL lines INPUT (line STRING) OUTPUT (bits DOUBLE, bpc DOUBLE, `next` STRING)
        WITH ('provider' = 'hyperstream', 'model' = '%s', 'ahead' = '5')
        """
            .formatted(model.file));
    List<Row> rows =
        rows(tables, "SELECT * FROM ML_PREDICT(TABLE logs, MODEL lines, DESCRIPTOR(line))");
    assertThat(rows).hasSize(SINGLE);
    for (Row row : rows) {
      String line = row.getFieldAs("line");
      assertThat(row.<Double>getFieldAs("bits"))
          .isCloseTo(model.bits(List.of(line)).get(0), within(1e-9));
      assertThat(row.<String>getFieldAs("next")).isNotEmpty();
    }
    assertThatThrownBy(
            () -> {
              tables.executeSql(
                  """
                  CREATE MODEL wrong INPUT (line STRING) OUTPUT (surprise DOUBLE)
                  WITH ('provider' = 'hyperstream', 'model' = '%s')
                  """
                      .formatted(model.file));
              rows(tables, "SELECT * FROM ML_PREDICT(TABLE logs, MODEL wrong, DESCRIPTOR(line))");
            })
        .hasStackTraceContaining("bits DOUBLE, bpc DOUBLE, next STRING, modelVersion BIGINT");
  }
}
