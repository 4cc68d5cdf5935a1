package io.hyperstream.job.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.job.watch.StreamTable;
import io.hyperstream.job.watch.Watch;
import io.hyperstream.schemas.SchemaSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Results in the formats that others read, with the event time of the records they are of. */
class FormatsIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINES = 60;

  private static JobFixture fixture;

  @BeforeAll
  static void startBrokerAndCluster() throws Exception {
    fixture = new JobFixture();
  }

  @AfterAll
  static void stopBrokerAndCluster() throws Exception {
    fixture.close();
  }

  @Test
  void jsonNeedsNoSchema() throws Exception {
    TestJob job =
        fixture.job(
            "--output.format=json", "--scores.per-symbol=true", "--input.max-record-bytes=60b");
    List<TestRecord> lines = TestRecord.lines(LINES, 2, 1);
    List<TestRecord> sent = new ArrayList<>(lines);
    sent.add(TestRecord.of("key-0", "too long ".repeat(10)));
    sent.addAll(TestRecord.ends(lines));
    job.send(sent);
    job.start();
    job.awaitScores(LINES);
    job.awaitRejected(1);
    job.stop();

    Map<Long, TestRecord> byTime =
        lines.stream().collect(Collectors.toMap(TestRecord::timestamp, line -> line));
    List<JsonNode> scores = values(job.scoresTopic(), "eventTime");
    assertThat(scores).hasSize(LINES);
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
        new Watch.Topics(job.scoresTopic(), job.predictionsTopic(), job.rejectedTopic());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    try (Watch watch =
        new Watch(
            Map.of("bootstrap.servers", fixture.broker().bootstrapServers()),
            SchemaSource.NONE,
            topics,
            Watch.From.BEGINNING,
            table)) {
      watch.run(limit -> table.rows().size() == 2 || System.nanoTime() > end);
    }
    assertThat(table.rows()).extracting(row -> row.key()).containsExactly("key-0", "key-1");
  }
}
