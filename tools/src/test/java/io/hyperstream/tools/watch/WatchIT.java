package io.hyperstream.tools.watch;

import static io.hyperstream.tools.alert.AlertFixtures.alert;
import static io.hyperstream.tools.alert.AlertFixtures.incident;
import static io.hyperstream.tools.image.ImageFixtures.classification;
import static io.hyperstream.tools.watch.Fixtures.prediction;
import static io.hyperstream.tools.watch.Fixtures.rejected;
import static io.hyperstream.tools.watch.Fixtures.score;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.IncidentStatus;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.Patience;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.feed.Feed;
import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchIT {

  private static final Watch.Topics TOPICS =
      new Watch.Topics("scores", "predictions", "alerts", "incidents", "rejected", "feedback");

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final StreamTable table = new StreamTable();
  private TemporaryFolder folder;
  private EmbeddedBroker broker;
  private Map<String, String> client;

  @BeforeEach
  void startBroker() throws Exception {
    folder = TemporaryFolder.create();
    broker = EmbeddedBroker.start(folder.folder("kafka"));
    client = Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  @AfterEach
  void stopBroker() throws Exception {
    broker.close();
    folder.close();
  }

  @Test
  void showsOnlyWhatIsCommittedAndWaitsForMissingTopics() throws Exception {
    broker.createTopic("scores", 2, Map.of());
    broker.createTopic("rejected", 1, Map.of());
    try (Producer<byte[], byte[]> producer = producer("job")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(scoreOf("aborted", 1_000));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(scoreOf("committed", 12));
      producer.send(
          new ProducerRecord<>(
              "rejected",
              "bad".getBytes(UTF_8),
              AvroCodec.of(Rejected.class).encode(rejected("too long"))));
      producer.commitTransaction();

      watch(Watch.From.BEGINNING, () -> table.totals().scored().count() > 0);
      assertThat(table.rows()).extracting(StreamRow::key).containsExactly("committed");

      broker.createTopic("predictions", 1, Map.of());
      broker.createTopic("alerts", 1, Map.of());
      broker.createTopic("incidents", 1, Map.of());
      producer.beginTransaction();
      producer.send(
          new ProducerRecord<>(
              "predictions",
              "committed".getBytes(UTF_8),
              AvroCodec.of(Prediction.class)
                  .encode(prediction(ByteBuffer.wrap("next".getBytes(UTF_8)), 5))));
      producer.send(
          new ProducerRecord<>(
              "alerts", "committed".getBytes(UTF_8), AvroCodec.of(Alert.class).encode(alert(7))));
      producer.send(
          new ProducerRecord<>(
              "scores",
              "digits".getBytes(UTF_8),
              AvroCodec.of(Classification.class).encode(classification(0, "a", "7", 1, 1))));
      producer.send(
          new ProducerRecord<>(
              "incidents",
              "text/0@7".getBytes(UTF_8),
              AvroCodec.of(Incident.class)
                  .encode(incident("committed", 7, IncidentStatus.OPEN, 1))));
      producer.commitTransaction();
    }
    watch(
        Watch.From.BEGINNING,
        () ->
            table.totals().rejected() > 1
                && table.totals().alerts() > 0
                && !table.incidents().isEmpty()
                && table.rows().size() > 1
                && table.rows().get(0).continuation().equals("next"));

    assertThat(shown.toString(UTF_8))
        .contains(
            "committed",
            "next",
            "7 98%, label 7",
            "text/0@7         4       1  “<panic>”, not “calm")
        .doesNotContain("aborted");
  }

  @Test
  void startsFromNow() throws Exception {
    broker.createTopic("scores", 1, Map.of());
    try (Producer<byte[], byte[]> producer = Feed.producer(client)) {
      producer.send(scoreOf("before", 1)).get();
      boolean[] sent = {false};
      watch(
          Watch.From.NOW,
          () -> {
            if (!sent[0] && shown.size() > 0) {
              sent[0] = true;
              producer.send(scoreOf("after", 1));
            }
            return !table.rows().isEmpty();
          });
    }

    assertThat(table.rows()).extracting(StreamRow::key).containsExactly("after");
  }

  @Test
  void namesARecordThatTheJobDidNotWrite() throws Exception {
    broker.createTopic("scores", 1, Map.of());
    try (Producer<byte[], byte[]> producer = Feed.producer(client)) {
      producer.send(new ProducerRecord<>("scores", null, "plain text".getBytes(UTF_8))).get();
    }

    assertThatThrownBy(() -> watch(Watch.From.BEGINNING, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Record 0 of scores/0 is no Score");
  }

  @Test
  void saysThatKafkaDoesNotAnswer() {
    client = Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "1000");

    assertThatThrownBy(() -> watch(Watch.From.NOW, () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("No answer from Kafka at 127.0.0.1:1");
  }

  private void watch(Watch.From from, BooleanSupplier seen) throws Exception {
    long end = System.nanoTime() + Patience.LIMIT.toNanos();
    StopSignal stop =
        limit -> {
          assertThat(System.nanoTime()).as("time until it was seen").isLessThan(end);
          return seen.getAsBoolean();
        };
    try (Watch watch = new Watch(client, SchemaSource.NONE, TOPICS, from, table);
        Screen screen = new Screen(new PrintStream(shown, true, UTF_8), false)) {
      TerminalView view = new TerminalView("test");
      watch.run(() -> screen.draw(view, table), screen.interval(), stop);
    }
  }

  private Producer<byte[], byte[]> producer(String transactionalId) {
    return Feed.producer(
        Map.of(
            "bootstrap.servers", broker.bootstrapServers(), "transactional.id", transactionalId));
  }

  private static ProducerRecord<byte[], byte[]> scoreOf(String key, int symbols) {
    return new ProducerRecord<>(
        "scores",
        key.getBytes(UTF_8),
        AvroCodec.of(Score.class).encode(score(symbols, 2 * symbols, symbols, 2.0, 1)));
  }
}
