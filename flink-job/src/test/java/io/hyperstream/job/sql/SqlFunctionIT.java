package io.hyperstream.job.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hyperstream.job.failure.FailingOnce;
import io.hyperstream.job.learn.settings.AlertSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The function HYPERSTREAM and the model provider, in Flink SQL. */
class SqlFunctionIT {

  private static final int LEARNED = 600;
  private static final int LINES = 450;
  private static final int ODD = 351;

  /** Numbers need more for one to be odd. */
  private static final int READINGS = 700;

  private static final int ODD_READING = 651;

  /** Rows that are scored by themselves. */
  private static final int SINGLE = 20;

  private static final String AHEAD = ", ahead => 10";

  static final TypeInformation<Row> LOG =
      Types.ROW_NAMED(new String[] {"host", "line"}, Types.STRING, Types.STRING);

  private static final TypeInformation<Row> READING =
      Types.ROW_NAMED(
          new String[] {"host", "cpu", "heap", "time", "pair"},
          Types.STRING,
          Types.DOUBLE,
          Types.INT,
          Types.INSTANT,
          Types.OBJECT_ARRAY(Types.DOUBLE));

  @RegisterExtension
  private static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(1)
              .build());

  @TempDir private static Path folder;

  private static SavedModel model;
  private static SavedModel vectorModel;

  /** Null before the first test that needs it. */
  private static List<Row> undisturbed;

  @BeforeAll
  static void learn() throws Exception {
    List<String> lines = IntStream.range(0, LEARNED).mapToObj(SqlFunctionIT::line).toList();
    model = SavedModel.ofLines(folder.resolve("model.safetensors"), lines);
    vectorModel = SavedModel.ofVectors(folder.resolve("vectors.safetensors"), true, readings(0, 1));
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
    return tables(lines, fails, RuntimeExecutionMode.STREAMING);
  }

  private static StreamTableEnvironment tables(
      int lines, boolean fails, RuntimeExecutionMode mode) {
    Configuration config = new Configuration();
    config.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    config.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    config.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(config);
    env.setRuntimeMode(mode);
    env.setParallelism(1);
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    tables.createTemporaryView(
        "logs",
        tables.fromDataStream(env.fromSequence(0, lines - 1).map(new Logs(fails)).returns(LOG)));
    tables.createTemporaryView(
        "readings",
        tables.fromDataStream(
            env.fromSequence(0, lines - 1).map(new Readings(fails)).returns(READING)));
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

  /** Makes a row of numbers; may fail once, before the odd one. */
  private static final class Readings extends FailingOnce<Row> {

    private static final long serialVersionUID = 1;

    Readings(boolean fails) {
      super(fails, READINGS / 3);
    }

    @Override
    protected Row element(long number) {
      double[] reading = reading((int) number);
      Double cpu = reading[0];
      Integer heap = Double.isNaN(reading[1]) ? null : (Integer) (int) reading[1];
      Instant time = Instant.ofEpochMilli((long) reading[2]);
      return Row.of(
          "web-" + number % 2,
          cpu,
          heap,
          time,
          new Double[] {cpu, heap == null ? null : (double) heap});
    }
  }

  /** A load, a heap that is missing now and then, and a time; one load is odd. */
  private static double[] reading(int i) {
    return new double[] {
      i == ODD_READING ? 500 : 50 + i * 31 % 17 * 0.3,
      i % 20 == 7 ? Double.NaN : 1000 + i * 7 % 13,
      1_700_000_000_000L + i * 60_000L
    };
  }

  private static List<double[]> readings(int first, int step) {
    List<double[]> readings = new ArrayList<>();
    for (int i = first; i < READINGS; i += step) {
      readings.add(reading(i));
    }
    return readings;
  }

  private static String vectorCall(String vector, String more) {
    return """
    SELECT * FROM HYPERSTREAM(
      input => TABLE readings PARTITION BY host,
      vector => DESCRIPTOR(%s),
      eventTime => DESCRIPTOR(`time`),
      model => '%s'%s)
    """
        .formatted(vector, vectorModel.file, more);
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
    Map<String, List<Row>> byHost = byHost(rows);
    for (int host = 0; host < 2; host++) {
      List<Row> own = byHost.get("web-" + host);
      List<String> lines = lines(host);
      List<Double> bits = model.bitsOfLines(lines);
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

  private static Map<String, List<Row>> byHost(List<Row> rows) {
    Map<String, List<Row>> byHost = new TreeMap<>();
    rows.forEach(
        row -> byHost.computeIfAbsent(row.getFieldAs("host"), any -> new ArrayList<>()).add(row));
    return byHost;
  }

  /** While the source fails, which must not be seen. */
  @Test
  void numbersAreScoredAsByTheLearner() throws Exception {
    List<Row> rows = rows(tables(READINGS, true), vectorCall("cpu, heap", ", ahead => 3"));
    assertThat(FailingOnce.failed()).isTrue();
    assertThat(rows).hasSize(READINGS);
    Map<String, List<Row>> byHost = byHost(rows);
    for (int host = 0; host < 2; host++) {
      List<Row> own = byHost.get("web-" + host);
      List<Double> bits = vectorModel.bitsOfVectors(readings(host, 2));
      for (int i = 0; i < own.size(); i++) {
        assertThat(own.get(i).<Double>getFieldAs("bits")).isCloseTo(bits.get(i), within(1e-9));
        assertThat(own.get(i).getField("by") != null)
            .isEqualTo(own.get(i).getField("surprise") != null);
        Row[] future = own.get(i).getFieldAs("future");
        assertThat(future).extracting(row -> row.getField("name")).containsExactly("cpu", "heap");
        assertThat(future[0].<Double[]>getFieldAs("mean")).hasSize(3).doesNotContainNull();
        Row[] quantiles = future[1].getFieldAs("quantiles");
        assertThat(quantiles[0].<Double[]>getFieldAs("values")[2])
            .isLessThan(quantiles[4].<Double[]>getFieldAs("values")[2]);
      }
    }
    Row odd = byHost.get("web-1").get(ODD_READING / 2);
    assertThat(odd.<String>getFieldAs("by")).isEqualTo("cpu");
    assertThat(odd.<String>getFieldAs("alert")).isEqualTo("SURPRISE");
    assertThat(odd.<String>getFieldAs("why")).contains("cpu 500");
  }

  @Test
  void anArrayHasTheSameNumbersWithoutNames() throws Exception {
    List<Row> columns = rows(tables(SINGLE, false), vectorCall("cpu, heap", ""));
    List<Row> array = rows(tables(SINGLE, false), vectorCall("pair", ", ahead => 1"));
    assertThat(array)
        .extracting(row -> row.getField("bits"))
        .isEqualTo(columns.stream().map(row -> row.getField("bits")).toList());
    assertThat(array.get(0).<Row[]>getFieldAs("future"))
        .extracting(row -> row.getField("name"))
        .containsExactly("value1", "value2");
    assertThat(columns).allSatisfy(row -> assertThat(row.getField("future")).isNull());
  }

  @Test
  void aFailureChangesNothing() throws Exception {
    List<Row> disturbed = rows(tables(LINES, true), call(AHEAD));
    assertThat(FailingOnce.failed()).isTrue();
    assertThat(disturbed).hasSize(LINES);
    assertThat(disturbed).containsExactlyInAnyOrderElementsOf(undisturbed());
  }

  @Test
  void wrongArgumentsAreRefusedByName() throws Exception {
    TableEnvironment tables = tables(SINGLE, false);
    tables.executeSql(
        "CREATE VIEW latest AS SELECT host, MAX(line) AS lines FROM logs GROUP BY host");
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
    assertRefused(
        tables,
        call("").replace("'" + model.file + "'", "CAST(NULL AS STRING)"),
        "'model'",
        "bundled:fast");
    Path damaged = folder.resolve("damaged.safetensors");
    Files.write(damaged, Arrays.copyOf(Files.readAllBytes(model.file), 1000));
    assertRefused(
        tables,
        call("").replace(model.file.toString(), damaged.toString()),
        "'model'",
        "damaged.safetensors");
    assertRefused(tables, call("").replace("(line)", "(host, line)"), "'text'", "2 of the types");
    assertRefused(
        tables,
        call("").replace("TABLE logs", "TABLE latest").replace("(line)", "(lines)"),
        "doesn't support consuming update");
    assertRefused(tables, call(", vector => DESCRIPTOR(line)"), "'text'", "'vector'", "not both");
    assertRefused(
        tables, call("").replace("text => DESCRIPTOR(line),", ""), "'text'", "neither is");
    assertRefused(
        tables,
        call("").replace(model.file.toString(), vectorModel.file.toString()),
        "reads vectors of 2 numbers, not text",
        "'vector'");
    assertRefused(tables, vectorCall("cpu, host", ""), "'vector'", "DOUBLE, STRING");
    assertRefused(tables, vectorCall("cpu, pair", ""), "'vector'", "one of type ARRAY");
    assertRefused(tables, vectorCall("cpu", ""), "vectors of 2 numbers", "'vector' names 1");
    assertRefused(tables, vectorCall("disk, cpu", ""), "'vector'", "host, cpu, heap, time, pair");
    assertRefused(
        tables,
        vectorCall("cpu, heap", "").replace("eventTime => DESCRIPTOR(`time`),", ""),
        "'model'",
        "'eventTime'");
    assertRefused(
        tables,
        vectorCall("cpu, heap", "").replace(vectorModel.file.toString(), model.file.toString()),
        "not vectors of numbers",
        "'text'");
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

  /** What no stream of well-formed rows has, each among usual rows of the same key. */
  @Test
  void oddRowsAreScoredOrSayWhyNot() throws Exception {
    StreamTableEnvironment tables = tables(SINGLE, false);
    tables.executeSql(
        """
        CREATE VIEW odd AS SELECT 'web-1' AS host, id, line FROM (VALUES
          (1, CAST('hello' AS BYTES)),
          (2, CAST(NULL AS BYTES)),
          (3, CAST('' AS BYTES)),
          (4, CAST(x'ff00fe' AS BYTES)),
          (5, CAST(REPEAT('long ', 100) AS BYTES)),
          (6, CAST('hello' AS BYTES))) AS t (id, line)
        """);
    List<Row> rows =
        rows(
            tables,
            """
            SELECT id, bits, why FROM HYPERSTREAM(
              input => TABLE odd PARTITION BY host,
              text => DESCRIPTOR(line),
              model => '%s',
              options => MAP['input.max-record-bytes', '100b'])
            """
                .formatted(model.file));
    assertThat(rows).hasSize(6);
    Map<Integer, Row> byId = new TreeMap<>();
    rows.forEach(row -> byId.put(row.getFieldAs("id"), row));
    assertThat(byId.get(2)).isEqualTo(Row.ofKind(RowKind.INSERT, 2, null, null));
    for (int id : new int[] {1, 3, 4, 6}) {
      assertThat(byId.get(id).<Double>getFieldAs("bits")).isPositive();
      assertThat(byId.get(id).getField("why")).isNull();
    }
    assertThat(byId.get(6).<Double>getFieldAs("bits"))
        .isLessThan(byId.get(1).<Double>getFieldAs("bits") * 0.6);
    assertThat(byId.get(5).getField("bits")).isNull();
    assertThat(byId.get(5).<String>getFieldAs("why"))
        .isEqualTo("rejected: the value has 500 bytes, more than input.max-record-bytes, 100");
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void aModelScoresSingleRows(RuntimeExecutionMode mode) throws Exception {
    StreamTableEnvironment tables = tables(SINGLE, false, mode);
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
          .isCloseTo(model.bitsOfLines(List.of(line)).get(0), within(1e-9));
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
