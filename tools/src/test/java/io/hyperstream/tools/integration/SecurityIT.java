package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.job.KafkaPreflight;
import io.hyperstream.job.Pipeline;
import io.hyperstream.job.failure.PreflightException;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.job.registry.FakeRegistry;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.job.registry.RegistrySettings;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.BrokerSetup;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.EmbeddedCluster;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.embedded.Patience;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.Teardown;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A broker that wants TLS, a login and rights: with them the job runs, without one of them it says
 * which, and no secret shows up anywhere.
 */
class SecurityIT {

  private static final String STORE_PASSWORD = "store-nightingale";
  private static final String PASSWORD = "login-kingfisher";
  private static final String WRONG_PASSWORD = "login-cormorant";
  private static final String FILE_PASSWORD = "file-oystercatcher";
  private static final String REGISTRY_TOKEN = "registry-lapwing";
  private static final List<String> SECRETS =
      List.of(STORE_PASSWORD, PASSWORD, WRONG_PASSWORD, FILE_PASSWORD, REGISTRY_TOKEN);
  private static final List<String> TOPICS =
      List.of(
          "text", "scores", "predictions", "alerts", "incidents", "rejected", "model", "feedback");

  /** Kafka's default of transaction.max.timeout.ms is 900 s. */
  private static final String MORE_THAN_THE_BROKER_ALLOWS = "900001";

  private static final Teardown TEARDOWN = new Teardown(Duration.ofSeconds(15));
  private static final ObjectMapper JSON = new ObjectMapper();

  private static LeakDetector detector;
  private static TemporaryFolder folder;
  private static EmbeddedBroker broker;
  private static EmbeddedCluster cluster;
  private static FakeRegistry registry;
  private static String address;
  private static Path trustStore;
  private static Path strangeTrustStore;

  @BeforeAll
  static void startBrokerAndCluster() throws Exception {
    detector = TEARDOWN.add(new LeakDetector(SECRETS));
    folder = TEARDOWN.add(TemporaryFolder.create());
    Certificates certificates = new Certificates(folder.path(), STORE_PASSWORD);
    Path keyStore = certificates.keyStore("broker");
    trustStore = certificates.trustStore("broker", keyStore);
    strangeTrustStore = certificates.trustStore("other", certificates.keyStore("other"));
    address = LocalPort.HOST + ":" + LocalPort.free(LocalPort.ANY, "the secure listener");
    BrokerSetup setup =
        BrokerSetup.in(folder.folder("kafka"), LocalPort.ANY)
            .withListener("SASL_SSL://" + address, listener(keyStore));
    broker = TEARDOWN.add(EmbeddedBroker.start(setup));
    for (String topic : TOPICS) {
      broker.createTopic(topic, 1, Map.of());
    }
    allow("learner", ResourceType.TOPIC, "text", PatternType.LITERAL, AclOperation.READ);
    for (String topic : TOPICS.subList(1, TOPICS.size())) {
      for (String user : List.of("learner", "groupless", "prefixless")) {
        allow(user, ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.READ);
        allow(user, ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.WRITE);
      }
      allow("writer", ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.WRITE);
    }
    allow("writer", ResourceType.TOPIC, "text", PatternType.LITERAL, AclOperation.READ);
    allow(
        "learner", ResourceType.GROUP, "hyperstream-text", PatternType.LITERAL, AclOperation.READ);
    allow(
        "learner",
        ResourceType.TRANSACTIONAL_ID,
        "hyperstream-",
        PatternType.PREFIXED,
        AclOperation.WRITE);
    allow("looker", ResourceType.TOPIC, "text", PatternType.LITERAL, AclOperation.DESCRIBE);
    allow("reader", ResourceType.TOPIC, "text", PatternType.LITERAL, AclOperation.READ);
    for (String topic : TOPICS.subList(1, TOPICS.size())) {
      allow("reader", ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.DESCRIBE);
    }
    allow("groupless", ResourceType.TOPIC, "text", PatternType.LITERAL, AclOperation.READ);
    allow("prefixless", ResourceType.TOPIC, "text", PatternType.LITERAL, AclOperation.READ);
    allow(
        "prefixless",
        ResourceType.GROUP,
        "hyperstream-text",
        PatternType.LITERAL,
        AclOperation.READ);
    registry = TEARDOWN.add(FakeRegistry.start());
    registry.require("Bearer " + REGISTRY_TOKEN);
    cluster = TEARDOWN.add(EmbeddedCluster.start(folder.folder("flink"), LocalPort.ANY, 1));
  }

  @AfterAll
  static void stopBrokerAndCluster() throws Exception {
    TEARDOWN.close();
  }

  private static Map<String, String> listener(Path keyStore) {
    StringBuilder users = new StringBuilder("org.apache.kafka.common.security.plain.");
    users.append("PlainLoginModule required");
    for (String user :
        List.of("learner", "looker", "reader", "writer", "groupless", "prefixless")) {
      users.append(" user_%s=\"%s\"".formatted(user, PASSWORD));
    }
    users.append(" user_filed=\"%s\";".formatted(FILE_PASSWORD));
    return Map.of(
        "listener.name.sasl_ssl.ssl.keystore.location",
        keyStore.toString(),
        "listener.name.sasl_ssl.ssl.keystore.password",
        STORE_PASSWORD,
        "listener.name.sasl_ssl.sasl.enabled.mechanisms",
        "PLAIN",
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        users.toString(),
        "authorizer.class.name",
        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        // The test and the controller come by the listener without a login.
        "super.users",
        "User:ANONYMOUS");
  }

  private static void allow(
      String user, ResourceType type, String name, PatternType pattern, AclOperation operation)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      AccessControlEntry entry =
          new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW);
      admin
          .createAcls(List.of(new AclBinding(new ResourcePattern(type, name, pattern), entry)))
          .all()
          .get();
    }
  }

  @Test
  void rightCredentialsWorkAndAreNowhereToBeSeen() throws Exception {
    List<String> scored =
        run(
            with(
                secured("learner", PASSWORD, trustStore),
                "--output.format=CONFLUENT",
                "--registry.url=" + registry.url(),
                "--registry.token=" + REGISTRY_TOKEN));

    assertThat(scored).containsExactly("a", "b");
    assertThat(detector.events()).isGreaterThan(1000);
    assertThat(detector.leaks()).isEmpty();
  }

  @Test
  void secretsMayStayInAFileOfTheTaskManagers() throws Exception {
    for (String topic : TOPICS) {
      allow("filed", ResourceType.TOPIC, topic, PatternType.LITERAL, AclOperation.ALL);
    }
    allow("filed", ResourceType.GROUP, "hyperstream-text", PatternType.LITERAL, AclOperation.READ);
    allow("filed", ResourceType.TRANSACTIONAL_ID, "*", PatternType.LITERAL, AclOperation.ALL);
    Path file = folder.path().resolve("secrets.properties");
    Files.writeString(file, "login=" + FILE_PASSWORD + "\nstore=" + STORE_PASSWORD + "\n");
    List<String> options =
        new ArrayList<>(secured("filed", "${file:%s:login}".formatted(file), trustStore));
    options.addAll(
        List.of(
            "--kafka.config.providers=file",
            "--kafka.config.providers.file.class="
                + "org.apache.kafka.common.config.provider.FileConfigProvider",
            "--kafka.ssl.truststore.password=${file:%s:store}".formatted(file)));

    assertThat(run(options)).containsExactly("a", "b");
    assertThat(detector.leaks()).isEmpty();
  }

  @Test
  void wrongOnesSayWhichOptionToCorrect() {
    assertRefused(
        secured("learner", WRONG_PASSWORD, trustStore),
        "does not accept the login: Authentication failed: Invalid username or password; correct"
            + " kafka.sasl.mechanism and kafka.sasl.jaas.config");
    assertRefused(
        secured("learner", PASSWORD, strangeTrustStore),
        "no secure connection to Kafka at " + address,
        "correct kafka.ssl.truststore.*");
    assertRefused(
        with(secured("learner", PASSWORD, trustStore), "--kafka.ssl.truststore.password=wrong"),
        "no Kafka client for kafka.bootstrap.servers = " + address,
        "password was incorrect");
    assertRefused(
        with(secured("learner", PASSWORD, trustStore), "--kafka.sasl.jaas.config=" + PASSWORD),
        "no Kafka client for kafka.bootstrap.servers = " + address);
    assertRefused(
        with(
            secured("learner", PASSWORD, trustStore),
            "--kafka.transaction.timeout.ms=" + MORE_THAN_THE_BROKER_ALLOWS),
        "transactions with kafka.transaction.timeout.ms = " + MORE_THAN_THE_BROKER_ALLOWS,
        "transaction.max.timeout.ms");
  }

  @Test
  void missingRightsAreNamed() {
    assertRefused(secured("stranger", WRONG_PASSWORD, trustStore), "does not accept the login");
    assertRefused(
        secured("looker", PASSWORD, trustStore),
        "does not allow this user to look up the topic 'scores'; add an ACL");
    assertRefused(
        with(secured("learner", PASSWORD, trustStore), "--input.topic=nothing"),
        "does not allow this user to look up the topic 'nothing'; add an ACL");
    assertRefused(
        secured("reader", PASSWORD, trustStore),
        "does not allow this user to write to the topic 'scores'; add an ACL");
    assertRefused(
        secured("writer", PASSWORD, trustStore),
        "does not allow this user to read the topic 'scores'; add an ACL");
    assertRefused(
        secured("groupless", PASSWORD, trustStore),
        "does not allow this user to use the consumer group 'hyperstream-text' (input.group); add");
    assertRefused(
        secured("prefixless", PASSWORD, trustStore),
        "to use transactional ids that begin with 'hyperstream-text/scores'"
            + " (output.transaction-prefix); add an ACL");
  }

  /** Runs the job until it has scored two records that are sent now; returns their keys. */
  private static List<String> run(List<String> options) throws Exception {
    JobClient job = submit(options);
    try (OutputTopic<Score> topic =
        OutputTopic.of(broker, "scores", Score.class, new RegistryClient(registrySettings()))) {
      long first = send("a", "first");
      send("b", "second");
      List<String> keys = List.of();
      long end = System.nanoTime() + Patience.LIMIT.toNanos();
      while (keys.size() < 2 && System.nanoTime() < end) {
        keys =
            topic.readAll().stream()
                .filter(score -> score.value().getOffset() >= first)
                .map(Keyed::key)
                .toList();
      }
      crawl(job);
      return keys;
    } finally {
      if (!job.getJobStatus().get().isGloballyTerminalState()) {
        job.cancel().get();
      }
    }
  }

  private static RegistrySettings registrySettings() {
    return new RegistrySettings(registry.url(), Duration.ofSeconds(30)).withToken(REGISTRY_TOKEN);
  }

  private static JobSettings settings(List<String> options) {
    return JobSettings.from(OptionsLoader.load(options.toArray(String[]::new)));
  }

  private static JobClient submit(List<String> options) throws Exception {
    JobSettings settings = settings(options);
    detector.read("settings", settings.toString());
    KafkaPreflight.check(settings, Optional.empty());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(cluster.configuration());
    Pipeline.build(env, settings);
    return cluster.submit(env.getStreamGraph());
  }

  /** Returns the record's offset. */
  private static long send(String key, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      return producer
          .send(new ProducerRecord<>("text", key.getBytes(UTF_8), value.getBytes(UTF_8)))
          .get()
          .offset();
    }
  }

  /** Reads all that the REST API, which the dashboard shows, tells of a job and its cluster. */
  private static void crawl(JobClient client) throws Exception {
    String job = "/jobs/" + client.getJobID();
    for (String path :
        List.of(
            "/config",
            "/jobmanager/config",
            "/jobmanager/environment",
            "/jobmanager/metrics",
            "/taskmanagers",
            job + "/config",
            job + "/plan",
            job + "/exceptions",
            job + "/checkpoints/config",
            job + "/jobmanager/config",
            job + "/metrics")) {
      fetch(path);
    }
    assertThat(fetch(job + "/config")).contains("hyperstream");
    for (JsonNode vertex : JSON.readTree(fetch(job)).path("vertices")) {
      String path = job + "/vertices/" + vertex.path("id").asText();
      fetch(path);
      String none = "[]";
      // The first question only makes the job manager ask the task managers.
      for (int i = 0; i < 150 && none.equals(fetch(path + "/metrics")); i++) {
        Thread.sleep(200);
      }
      assertThat(fetch(path + "/metrics")).contains("numRecordsIn");
    }
  }

  private static String fetch(String path) throws Exception {
    String answer =
        new String(URI.create(cluster.webUrl() + path).toURL().openStream().readAllBytes(), UTF_8);
    detector.read(path, answer);
    return answer;
  }

  private static void assertRefused(List<String> options, String... messages) {
    JobSettings settings = settings(options);

    PreflightException refused =
        catchThrowableOfType(
            PreflightException.class, () -> KafkaPreflight.check(settings, Optional.empty()));

    assertThat(refused).isNotNull();
    assertThat(refused.getMessage()).contains(messages);
    detector.read(refused);
    assertThat(detector.leaks()).isEmpty();
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(Arrays.asList(more));
    return all;
  }

  private static List<String> secured(String user, String password, Path trustStore) {
    return List.of(
        "--kafka.bootstrap.servers=" + address,
        "--kafka.security.protocol=SASL_SSL",
        "--kafka.sasl.mechanism=PLAIN",
        "--kafka.sasl.jaas.config="
            + "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"%s\" password=\"%s\";".formatted(user, password),
        "--kafka.ssl.truststore.location=" + trustStore,
        "--kafka.ssl.truststore.password=" + STORE_PASSWORD,
        "--model.hidden=8",
        "--learn.window=4",
        "--learn.batch=2",
        "--learn.warm-up=0 s",
        "--context.enabled=false",
        "--predict.continuation=0",
        "--execution.checkpointing.interval=200 ms");
  }
}
