package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.registry.FakeRegistry;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.Patience;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Records in Confluent's framing, in and out, with their schemas in a registry. */
class RegistryIT {

  private static final String APICURIO = "hyperstream.apicurio";
  private static final String PASSWORD = "sandpiper";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** {@code Chunk} as somebody else writes it: with a field more, and without the event time. */
  private static final Schema LINES =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Chunk", "namespace": "io.hyperstream.schemas", "fields": [
                {"name": "host", "type": "string"},
                {"name": "symbols", "type": "bytes"}
              ]}
              """);

  private static final Schema ORDER =
      new Schema.Parser()
          .parse(
              "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"}]}");

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  void schemasOfInAndOutputsAreInTheRegistry() throws Exception {
    Certificates certificates = new Certificates(fixture.folder().path(), PASSWORD);
    Path keyStore = certificates.keyStore("registry");
    String trustStore = certificates.trustStore("registry", keyStore).toString();
    try (FakeRegistry registry = FakeRegistry.startSecure(context(keyStore))) {
      // "ann:sandpiper" in Base64
      registry.require("Basic YW5uOnNhbmRwaXBlcg==");
      RegistrySettings settings =
          new RegistrySettings(registry.url(), TIMEOUT)
              .withLogin("ann", PASSWORD)
              .withTrustStore(trustStore, PASSWORD);
      assertInAndOut(
          settings,
          "--registry.user=ann",
          "--registry.password=" + PASSWORD,
          "--registry.truststore.location=" + trustStore,
          "--registry.truststore.password=" + PASSWORD);
    }
  }

  /** {@code mvn -Pregistry verify -Dit.test=RegistryIT} brings it (170 MB in all). */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  @EnabledIfSystemProperty(
      named = APICURIO,
      matches = ".+",
      disabledReason = "Apicurio Registry is fetched by the profile 'registry' only")
  void apicurioDoesAsTheFakeDoes() throws Exception {
    try (ApicurioRegistry registry =
        ApicurioRegistry.start(Path.of(System.getProperty(APICURIO)))) {
      TestJob job = assertInAndOut(settings(registry.url()));
      SqlPage page =
          SqlPage.of(fixture.broker().bootstrapServers(), job, Path.of("none"), Path.of("none"));
      try (CloseableIterator<Row> rows =
          page.rows(
              SqlPage.confluentScores(registry.url().toString()),
              "SELECT streamKey, symbols, bits / symbols - bpc FROM scores")) {
        assertThat(rows.next()).isEqualTo(Row.ofKind(RowKind.INSERT, "a", 5, 0.0));
        assertThat(rows.next()).isEqualTo(Row.ofKind(RowKind.INSERT, "a", 5, 0.0));
      }
    }
  }

  private static TestJob assertInAndOut(RegistrySettings settings, String... login)
      throws Exception {
    RegistryClient client = new RegistryClient(settings);
    List<String> options =
        new ArrayList<>(
            List.of(
                "--input.format=CONFLUENT",
                "--output.format=CONFLUENT",
                "--learn.max-delay=50 ms",
                "--restart-strategy.type=none",
                "--registry.url=" + settings.url()));
    options.addAll(List.of(login));
    TestJob job = fixture.job(options.toArray(String[]::new));
    int lines = client.register(job.inputTopic(), LINES);
    int orders = client.register(job.inputTopic() + "-orders", ORDER);
    job.start();
    job.send(
        List.of(
            TestRecord.of("a", line(lines, "hello")), // offset 0
            TestRecord.of("a", line(1_000_000, "hello")),
            TestRecord.of("a", line(orders, "hello")), // 2
            TestRecord.of("a", line(-5, "hello")),
            TestRecord.of("a", "hello"), // 4
            TestRecord.of("a", line(lines, "again"))));

    List<Keyed<Score>> scores = job.awaitScores(2);
    assertThat(scores).extracting(score -> score.value().getOffset()).containsExactly(0L, 5L);
    assertThat(scores).extracting(score -> score.value().getSymbols()).containsOnly(5);
    List<Keyed<Rejected>> rejected = job.awaitRejected(4);
    assertThat(rejected).extracting(r -> r.value().getOffset()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(rejected.get(0).value().getReason())
        .isEqualTo("there is no schema 1000000 in the registry at " + settings.url());
    assertThat(rejected.get(1).value().getReason())
        .startsWith(
            "schema %d: the given version of the schema cannot be read as".formatted(orders));
    assertThat(rejected.get(2).value().getReason()).startsWith("there is no schema -5 in");
    assertThat(rejected.get(3).value().getReason()).startsWith("not Chunk in Confluent's framing");
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    job.stop();
    assertRegistered(client, job.scoresTopic(), Score.getClassSchema());
    assertRegistered(client, job.predictionsTopic(), Prediction.getClassSchema());
    assertRegistered(client, job.rejectedTopic(), Rejected.getClassSchema());
    assertThat(client.register(job.alertsTopic(), Alert.getClassSchema())).isPositive();
    assertThat(client.register(job.incidentsTopic(), Incident.getClassSchema())).isPositive();
    return job;
  }

  /** The topic's records name the schema that is registered for it. */
  private static void assertRegistered(RegistryClient client, String topic, Schema schema)
      throws Exception {
    int id = client.register(topic, schema);
    assertThat(client.schema(id)).isEqualTo(schema);
    List<ConsumerRecord<byte[], byte[]>> records = RawTopic.readAll(fixture.broker(), topic);
    assertThat(records).isNotEmpty();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      assertThat(record.value()[0]).isZero();
      assertThat(ByteBuffer.wrap(record.value()).getInt(1)).isEqualTo(id);
    }
  }

  @Test
  void aSchemaThatIsRefusedStopsNothingAndARegistryThatFailsLosesNothing() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start()) {
      TestJob job =
          fixture.job(
              "--input.format=CONFLUENT",
              "--learn.max-delay=50 ms",
              "--restart-strategy.fixed-delay.attempts=1000",
              "--restart-strategy.fixed-delay.delay=100 ms",
              "--registry.timeout=200 ms",
              "--registry.url=" + registry.url());
      int first = registry.add(LINES.toString());
      int second = registry.add(LINES.toString());
      int forbidden = registry.add(LINES.toString());
      registry.forbid(forbidden);
      job.start();
      job.send(
          List.of(
              TestRecord.of("a", line(forbidden, "secret")),
              TestRecord.of("a", line(first, "one"))));
      job.awaitScores(1);
      assertThat(job.awaitRejected(1).get(0).value().getReason())
          .contains("does not allow this user to look up schema " + forbidden);

      registry.setAvailable(false);
      job.send(
          List.of(
              TestRecord.of("a", line(second, "two")), TestRecord.of("a", line(first, "three"))));
      String request = "GET /schemas/ids/" + second;
      // More than one task asks in its time: it was started again.
      Patience.await(
          "requests", () -> registry.requests().stream().filter(request::equals).count() > 6);
      registry.setAvailable(true);

      assertThat(job.awaitScores(3))
          .extracting(score -> score.value().getOffset())
          .containsExactly(1L, 2L, 3L);
      job.stop();
      assertThat(job.awaitRejected(1)).hasSize(1);
    }
  }

  private static byte[] line(int schema, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    // The host "h", then the text; lengths are doubled.
    return ByteBuffer.allocate(8 + bytes.length)
        .put((byte) 0)
        .putInt(schema)
        .put(new byte[] {2, 'h', (byte) (2 * bytes.length)})
        .put(bytes)
        .array();
  }

  private static RegistrySettings settings(URI url) {
    return new RegistrySettings(url, TIMEOUT);
  }

  private static SSLContext context(Path keyStore) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(keyStore.toFile())) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
