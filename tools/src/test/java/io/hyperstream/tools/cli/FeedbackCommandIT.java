package io.hyperstream.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AlertKind;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.JsonCodec;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.SharedBroker;
import io.hyperstream.tools.feed.Feed;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command {@code feedback} at a broker. */
class FeedbackCommandIT {

  private static final String INCIDENT = "text/0@7";

  private static final AtomicInteger TESTS = new AtomicInteger();

  /** The topics of a test begin with it. */
  private final String test = "feedback-command-%d-".formatted(TESTS.getAndIncrement());

  private EmbeddedBroker broker;
  private StringWriter out;
  private StringWriter err;

  @BeforeEach
  void startBroker() throws Exception {
    broker = SharedBroker.get();
  }

  @Test
  void makesListsAndTakesBackRules() throws Exception {
    assertThat(run("list")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Error: There is no topic " + test + "feedback at 127.0.0.1:");
    writeAnIncidentOfTwoPatterns();

    assertThat(run("fine", "--incident", INCIDENT, "--for", "7d", "--note", "as always")).isZero();
    String fine = out.toString().strip();
    assertThat(err.toString())
        .contains("Records like: pump # is stuck", "Records like: valve # is open", "undo " + fine);
    assertThat(run("fine", "--record", "text/0@8", "--stream", "web-1")).isZero();
    assertThat(run("ignore", "--pattern", "GET /attack?id=17")).isZero();
    assertThat(run("mute", "--from", "2020-01-01T00:00Z", "--until", "2020-01-01T01:00Z")).isZero();

    assertThat(run("list", "--json")).isZero();
    JsonNode rules = new ObjectMapper().readTree(out.toString()).get("rules");
    assertThat(rules).hasSize(4);
    JsonNode first = rules.get(0);
    assertThat(first.get("id").asText()).isEqualTo(fine);
    assertThat(first.get("action").asText()).isEqualTo("FINE");
    assertThat(first.get("stream").isNull()).isTrue();
    assertThat(first.get("patterns"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrder("pump # is stuck", "valve # is open");
    assertThat(first.get("origin").asText()).isEqualTo(INCIDENT);
    assertThat(first.get("note").asText()).isEqualTo("as always");
    assertThat(Instant.ofEpochMilli(first.get("until").asLong()))
        .isBetween(Instant.now().plusSeconds(600_000), Instant.now().plusSeconds(604_800));
    assertThat(rules.get(1).get("patterns").toString()).isEqualTo("[\"valve # is open\"]");
    assertThat(rules.get(1).get("stream").asText()).isEqualTo("web-1");
    assertThat(rules.get(2).get("patterns").toString()).isEqualTo("[\"GET /attack?id=#\"]");
    assertThat(rules)
        .extracting(rule -> rule.get("state").asText())
        .containsExactly("ACTIVE", "ACTIVE", "ACTIVE", "EXPIRED");

    assertThat(run("undo", fine)).isZero();
    assertThat(run("list")).isZero();
    assertThat(out.toString())
        .doesNotContain(fine)
        .contains("DO_NOT_LEARN", "web-1", "expired", "GET /attack?id=#");
    assertThat(run("undo", fine)).isEqualTo(1);
    assertThat(err.toString()).startsWith("Error: There is no rule " + fine);
  }

  @Test
  void saysWhatIsNotThere() throws Exception {
    assertThat(run("fine", "--incident", INCIDENT)).isEqualTo(1);
    assertThat(err.toString()).startsWith("Error: There is no topic " + test + "incidents at ");
    writeAnIncidentOfTwoPatterns();
    assertThat(run("fine", "--incident", "text/0@6")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "Error: There is no incident text/0@6 in the topic %sincidents%n".formatted(test));
    assertThat(run("fine", "--record", "text/0@6")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "Error: There is no alert for a record text/0@6 in the topic %salerts; give its text"
                .formatted(test));
    assertThat(run("fine", "--pattern", "a", "--for", "0s")).isEqualTo(2);
    assertThat(err.toString()).startsWith("Error: --for is the time that it holds, such as 7d");
  }

  private void writeAnIncidentOfTwoPatterns() throws Exception {
    Alert first = alert(7, "pump # is stuck");
    Alert second = alert(8, "valve # is open");
    Alert drift = alert(9, "all is well");
    drift.setKind(AlertKind.DRIFT);
    Incident incident =
        Incident.newBuilder()
            .setId(INCIDENT)
            .setKey("web-1")
            .setStatus(IncidentStatus.OPEN)
            .setKinds(List.of(AlertKind.SURPRISE, AlertKind.DRIFT))
            .setFirstSeen(first.getEventTime())
            .setLastSeen(drift.getEventTime())
            .setUpdated(drift.getEventTime())
            .setCount(3)
            .setPriority(1)
            .setBest(first)
            .setPattern(first.getPattern())
            .build();
    broker.createTopic(test + "alerts", 1, Map.of());
    broker.createTopic(test + "incidents", 1, Map.of());
    try (Producer<byte[], byte[]> producer =
        Feed.producer(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      send(producer, test + "alerts", "web-1", AvroCodec.of(Alert.class).encode(first));
      send(producer, test + "alerts", "web-1", JsonCodec.of(Alert.class).encode(second));
      send(producer, test + "alerts", "web-1", AvroCodec.of(Alert.class).encode(drift));
      send(producer, test + "incidents", INCIDENT, AvroCodec.of(Incident.class).encode(incident));
    }
  }

  private static void send(Producer<byte[], byte[]> to, String topic, String key, byte[] value)
      throws Exception {
    to.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value)).get();
  }

  private static Alert alert(long offset, String pattern) {
    return Alert.newBuilder()
        .setTopic("text")
        .setPartition(0)
        .setOffset(offset)
        .setEventTime(Instant.ofEpochMilli(offset))
        .setKind(AlertKind.SURPRISE)
        .setScore(3)
        .setThreshold(2)
        .setText(ByteBuffer.wrap(pattern.getBytes(UTF_8)))
        .setRecordStart(0)
        .setPattern(pattern)
        .setIncident(INCIDENT)
        .build();
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("feedback"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("-b", broker.bootstrapServers(), "--topic", test + "feedback"));
    if (!Set.of("list", "undo").contains(arguments[0])) {
      all.addAll(List.of("--alerts", test + "alerts", "--incidents", test + "incidents"));
    }
    return Hyperstream.run(
        Hyperstream.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)),
        all.toArray(String[]::new));
  }
}
