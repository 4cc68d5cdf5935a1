package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Preset;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.StartValues;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.tools.cluster.SqlClient;
import io.hyperstream.tools.embedded.Patience;
import io.hyperstream.tools.model.ModelTopicClient;
import io.hyperstream.tools.watch.StreamTable;
import io.hyperstream.tools.watch.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Results in the formats that others read, with the event time of the records they are of. */
class FormatsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINES = 60;
  private static final int LOGS = 300;
  private static final int ODD = 281;
  private static final String USUAL_LINE = "GET /page/%d.html 200 took %d ms";
  private static final String ODD_LINE = "kernel panic: not syncing";

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void jsonNeedsNoSchema() throws Exception {
    TestJob job =
        fixture.job(
            "--output.format=json", "--scores.per-symbol=true", "--input.max-record-bytes=60b");
    List<TestRecord> lines = new ArrayList<>(spread(TestRecord.lines(LINES, 2, 1)));
    List<TestRecord> sent = new ArrayList<>(lines);
    sent.add(TestRecord.of("key-0", "too long ".repeat(10)));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    ProducerExample.send(fixture.broker().bootstrapServers(), job.inputTopic(), now);
    lines.add(
        new TestRecord(0, now.toEpochMilli(), "web-1", "GET /index.html 200".getBytes(UTF_8)));
    sent.addAll(TestRecord.ends(lines));
    job.send(sent);
    job.start();
    job.awaitScores(lines.size());
    job.awaitRejected(1);
    assertSqlSums(job);
    job.stop();

    Map<Long, TestRecord> byTime =
        lines.stream().collect(Collectors.toMap(TestRecord::timestamp, line -> line));
    List<JsonNode> scores = values(job.scoresTopic(), "eventTime");
    assertThat(scores).hasSize(lines.size());
    for (JsonNode score : scores) {
      TestRecord line = byTime.get(score.get("eventTime").longValue());
      assertThat(score.get("symbols").intValue()).isEqualTo(line.value().length + 1);
      assertThat(score.get("symbolBits")).hasSize(line.value().length + 1);
      assertThat(score.get("bits").doubleValue()).isPositive();
    }
    for (JsonNode prediction : values(job.predictionsTopic(), "eventTime")) {
      assertThat(byTime).containsKey(prediction.get("eventTime").longValue());
      assertThat(prediction.get("continuation").isTextual()).isTrue();
      assertThat(prediction.get("candidates")).hasSize(2);
    }
    List<JsonNode> alerts = values(job.alertsTopic(), "eventTime");
    assertThat(alerts).isNotEmpty();
    assertThat(alerts).allSatisfy(alert -> assertThat(alert.get("text").isTextual()).isTrue());
    List<JsonNode> rejected = values(job.rejectedTopic(), "timestamp");
    assertThat(rejected)
        .singleElement()
        .returns("too long ".repeat(10), record -> record.get("value").textValue());
    assertWatchShows(job);
  }

  /**
   * The statements of docs/sql.md in Flink's SQL client with the job's jar, over the topics of a
   * job that wrote Avro and published its model.
   */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void theSqlClientRunsThePage(@TempDir Path client) throws Exception {
    TestJob job = fixture.job("--input.max-record-bytes=60b", "--model.publish-interval=100 ms");
    List<TestRecord> logs = logs();
    job.start();
    job.say("release", "{\"action\": \"DO_NOT_REPORT\", \"patterns\": [\"none\"]}");
    job.send(List.of(TestRecord.of("web-0", "too long ".repeat(10))));
    job.send(logs);
    job.send(TestRecord.ends(logs));
    job.awaitScores(LOGS);
    job.awaitRejected(2);
    job.stop();
    fixture.broker().createTopic(SqlPage.metricsTopic(job), 1, Map.of());
    job.send(SqlPage.metricsTopic(job), metrics());

    List<String> script = new ArrayList<>();
    List<String> queries = new ArrayList<>();
    for (String statement : page(job).statements()) {
      (statement.startsWith("SELECT") ? queries : script).add(statement);
    }
    for (String table :
        List.of(
            "logs",
            "metrics",
            "scores",
            "predictions",
            "alerts",
            "incidents",
            "rejected",
            "feedback",
            "model")) {
      script.add("ALTER TABLE %s SET ('scan.bounded.mode' = 'latest-offset');".formatted(table));
    }
    queries.add(
        """
        SELECT 'score', CAST(ABS(bits / symbols - bpc) < 1e-9 AS STRING) FROM scores
        UNION ALL SELECT 'prediction', CAST(CHAR_LENGTH(continuation) AS STRING) FROM predictions
        UNION ALL SELECT 'alert', CAST(CHAR_LENGTH(text) > 0 AS STRING) FROM alerts
        UNION ALL SELECT 'incident', status FROM incidents
        UNION ALL SELECT 'rejected', SUBSTRING(`value`, 1, 8) FROM rejected
        UNION ALL SELECT 'rule', id FROM feedback WHERE action = 'DO_NOT_REPORT'
        UNION ALL SELECT 'model', kind FROM model;
        """);
    script.addAll(queries);
    List<List<List<String>>> results = SqlClient.run(client, script);

    assertThat(results).hasSameSizeAs(queries);
    assertThat(results.get(0)).as("alerts only").anySatisfy(FormatsIT::isTheOddLine);
    assertThat(results.get(1))
        .as("alerts of numbers only")
        .anySatisfy(row -> assertThat(row).contains("cpu", "500.0"));
    assertThat(results.get(2)).as("scores").filteredOn(FormatsIT::isUsual).hasSize(LOGS - 1);
    assertThat(results.get(3))
        .as("by the model in the topic")
        .filteredOn(FormatsIT::isUsual)
        .hasSize(LOGS - 1)
        .extracting(row -> row.get(2))
        .containsOnly(String.valueOf(newestVersion(job)));
    assertThat(results.get(4)).as("single rows").filteredOn(FormatsIT::isUsual).hasSize(LOGS - 1);
    assertThat(results.get(5)).as("windows").hasSizeGreaterThan(LOGS / 6);
    assertThat(results.get(6)).as("joined with the input").anySatisfy(FormatsIT::isTheOddLine);
    assertThat(results.get(7)).as("incidents").isNotEmpty();
    Map<String, List<String>> found = new TreeMap<>();
    for (List<String> row : results.get(8)) {
      found.computeIfAbsent(row.get(0), any -> new ArrayList<>()).add(row.get(1));
    }
    assertThat(found.get("score")).hasSize(LOGS).containsOnly("TRUE");
    assertThat(found.get("prediction")).containsOnly("3");
    assertThat(found.get("alert")).containsOnly("TRUE");
    assertThat(found.get("rejected")).containsExactlyInAnyOrder("too long", "nonsense");
    assertThat(found.get("incident")).contains("OPEN");
    assertThat(found.get("rule")).containsExactly("release");
    assertThat(found.get("model")).contains("MODEL");
  }

  /** Lines of two hosts, ten seconds after each other, of which one is odd. */
  private static List<TestRecord> logs() {
    long start = System.currentTimeMillis() - LOGS * 10_000L;
    List<TestRecord> logs = new ArrayList<>();
    for (int i = 0; i < LOGS; i++) {
      String line = i == ODD ? ODD_LINE : USUAL_LINE.formatted(i * 7 % 13, i * 31 % 50);
      logs.add(new TestRecord(0, start + i * 10_000L, "web-" + i % 2, line.getBytes(UTF_8)));
    }
    return logs;
  }

  /** Numbers of a host, of which one is odd. */
  private static List<TestRecord> metrics() {
    List<TestRecord> metrics = new ArrayList<>();
    for (int i = 0; i < LOGS; i++) {
      double cpu = i == ODD ? 500 : 50 + i * 31 % 17 * 0.3;
      String heap = i % 20 == 7 ? "null" : "" + (1000 + i * 7 % 13);
      metrics.add(TestRecord.of("web-0", "{\"cpu\": %s, \"heap\": %s}".formatted(cpu, heap)));
    }
    return metrics;
  }

  private static void isTheOddLine(List<String> row) {
    assertThat(row).contains(ODD_LINE);
  }

  private static boolean isUsual(List<String> row) {
    return !row.contains(ODD_LINE) && row.toString().contains("GET /page/");
  }

  private static long newestVersion(TestJob job) throws Exception {
    Map<String, String> settings = Map.of("bootstrap.servers", fixture.broker().bootstrapServers());
    return new ModelTopicClient(settings, job.modelTopic()).newest().learner().updates();
  }

  private static SqlPage page(TestJob job) throws Exception {
    HyperLstmConfig sensor = Preset.SENSOR.config(1).network();
    return SqlPage.of(
        fixture.broker().bootstrapServers(),
        job,
        model("logs", Preset.FAST.config(1).network()),
        model("metrics", sensor.withDensity(new DensityConfig(2, 0, 2, true, true, false))));
  }

  /** A file with a network that has learned nothing. */
  private static Path model(String name, HyperLstmConfig network) throws IOException {
    NetworkWeights weights =
        new NetworkWeights(network, 5, StartValues.of(new ParameterLayout(network), 1));
    Path file = fixture.folder().path().resolve(name + ".safetensors");
    LearnerFile.of(LearnerSnapshot.of(weights, Provenance.UNKNOWN), Set.of(), DType.F32).save(file);
    return file;
  }

  /** The same, ten seconds after each other. */
  private static List<TestRecord> spread(List<TestRecord> lines) {
    long start = lines.get(0).timestamp();
    return lines.stream()
        .map(
            line ->
                new TestRecord(
                    line.partition(),
                    start + (line.timestamp() - start) * 10_000,
                    line.key(),
                    line.value()))
        .toList();
  }

  /** The table in docs/interfaces.md has the scores, and the query the sums of each minute. */
  private static void assertSqlSums(TestJob job) throws Exception {
    Map<String, double[]> sums = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        RawTopic.readAll(fixture.broker(), job.scoresTopic())) {
      Instant minute = Instant.ofEpochMilli(record.timestamp()).truncatedTo(ChronoUnit.MINUTES);
      double[] sum =
          sums.computeIfAbsent(minute + " " + new String(record.key(), UTF_8), k -> new double[2]);
      sum[0] += parse(record.value()).get("bits").doubleValue();
      sum[1] += parse(record.value()).get("symbols").doubleValue();
    }
    // The latest record closes all windows but its own.
    sums.keySet().removeIf(minute -> minute.endsWith("web-1"));
    assertThat(sums).hasSizeGreaterThan(10);
    try (CloseableIterator<Row> rows =
        page(job)
            .rows(SqlPage.block("CREATE TABLE scores"), SqlPage.block("SELECT window_start"))) {
      while (!sums.isEmpty()) {
        Row row = rows.next();
        LocalDateTime start = row.getFieldAs("window_start");
        String key = row.getFieldAs("streamKey");
        double[] sum = sums.remove(start.toInstant(ZoneOffset.UTC) + " " + key);
        assertThat(row.<Double>getFieldAs("bpc")).isCloseTo(sum[0] / sum[1], within(1e-9));
      }
    }
  }

  /** The values, each of which has the Kafka timestamp in one of its fields. */
  private static List<JsonNode> values(String topic, String time) {
    List<JsonNode> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : RawTopic.readAll(fixture.broker(), topic)) {
      assertThat(new String(record.value(), UTF_8)).startsWith("{").doesNotContain("\n");
      JsonNode value = parse(record.value());
      assertThat(value.get(time).longValue()).as("%s in %s", time, topic).isPositive();
      assertThat(record.timestamp()).isEqualTo(value.get(time).longValue());
      values.add(value);
    }
    return values;
  }

  private static JsonNode parse(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertWatchShows(TestJob job) throws Exception {
    StreamTable table = new StreamTable();
    Watch.Topics topics =
        new Watch.Topics(
            job.scoresTopic(),
            job.predictionsTopic(),
            job.alertsTopic(),
            job.incidentsTopic(),
            job.rejectedTopic(),
            job.feedbackTopic());
    long end = System.nanoTime() + Patience.LIMIT.toNanos();
    try (Watch watch =
        new Watch(
            Map.of("bootstrap.servers", fixture.broker().bootstrapServers()),
            SchemaSource.NONE,
            topics,
            Watch.From.BEGINNING,
            table)) {
      watch.run(
          limit ->
              table.rows().size() == 3 && !table.incidents().isEmpty() || System.nanoTime() > end);
    }
    assertThat(table.incidents()).isNotEmpty();
    assertThat(table.rows())
        .extracting(row -> row.key())
        .containsExactly("key-0", "key-1", "web-1");
  }
}
