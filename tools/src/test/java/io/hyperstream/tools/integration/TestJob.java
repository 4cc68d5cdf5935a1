package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.Pipeline;
import io.hyperstream.job.options.JobSettings;
import io.hyperstream.job.options.OptionsLoader;
import io.hyperstream.job.registry.RegistryClient;
import io.hyperstream.schemas.Alert;
import io.hyperstream.schemas.Classification;
import io.hyperstream.schemas.Incident;
import io.hyperstream.schemas.Prediction;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.SchemaSource;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The whole job with a small model, checkpoints that come often, and no limit to how long a symbol
 * waits: what it learns then is a function of its input alone. It reads to no end; see {@link
 * TestRecord#ends}.
 */
final class TestJob {

  private static final long LIMIT_SECONDS = Patience.LIMIT.toSeconds();
  private static final Duration POLL = Duration.ofMillis(50);

  private final JobFixture fixture;
  private final String name;
  private final String[] extraOptions;

  private SchemaSource schemas = SchemaSource.NONE;
  private JobClient client;
  private CompletableFuture<JobExecutionResult> result;
  private int said;

  TestJob(JobFixture fixture, String name, String... options) {
    this.fixture = fixture;
    this.name = name;
    this.extraOptions = options.clone();
  }

  static String input(String name) {
    return name + "-text";
  }

  static List<String> outputs(String name) {
    return List.of(
        name + "-scores",
        name + "-predictions",
        name + "-rejected",
        name + "-alerts",
        name + "-incidents");
  }

  static String model(String name) {
    return name + "-model";
  }

  static String feedback(String name) {
    return name + "-feedback";
  }

  String feedbackTopic() {
    return feedback(name);
  }

  String modelTopic() {
    return model(name);
  }

  String inputTopic() {
    return input(name);
  }

  String scoresTopic() {
    return outputs(name).get(0);
  }

  String predictionsTopic() {
    return outputs(name).get(1);
  }

  String alertsTopic() {
    return outputs(name).get(3);
  }

  String incidentsTopic() {
    return outputs(name).get(4);
  }

  String rejectedTopic() {
    return outputs(name).get(2);
  }

  String id() {
    return client.getJobID().toString();
  }

  void start() throws Exception {
    start(List.of());
  }

  /** Goes on from where the savepoint was taken. */
  void startFrom(String savepoint, String... changedOptions) throws Exception {
    List<String> options = new ArrayList<>(List.of(changedOptions));
    options.addAll(List.of("--execution.state-recovery.path", savepoint));
    start(options);
  }

  private void start(List<String> startOptions) throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--kafka.bootstrap.servers",
                fixture.broker().bootstrapServers(),
                "--input.topic",
                inputTopic(),
                "--input.group",
                name,
                "--input.start",
                "EARLIEST",
                "--output.scores",
                outputs(name).get(0),
                "--output.rejected",
                outputs(name).get(2),
                "--output.model",
                model(name),
                "--output.transaction-prefix",
                name,
                "--learn.batch",
                "4",
                "--learn.max-delay",
                "0 ms",
                "--execution.checkpointing.interval",
                "100 ms",
                // Else a job's end waits for its consumers.
                "--kafka.fetch.max.wait.ms",
                "50",
                // One failure is what a test may ask for; any other ends the job and fails the
                // test.
                "--restart-strategy.type",
                "fixed-delay",
                "--restart-strategy.fixed-delay.attempts",
                "1",
                "--restart-strategy.fixed-delay.delay",
                "0 ms"));
    if (!List.of(extraOptions).contains("--image.height")) {
      options.addAll(optionsOfText());
    }
    options.addAll(List.of(extraOptions));
    options.addAll(startOptions);
    JobSettings settings = JobSettings.from(OptionsLoader.load(options.toArray(String[]::new)));
    schemas = RegistryClient.of(settings.registry());
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(fixture.cluster().configuration());
    Pipeline.build(env, settings);
    CheckpointFault.addTo(env);
    client = fixture.cluster().submit(env.getStreamGraph());
    result = client.getJobExecutionResult();
  }

  /** Those that jobs which learn images refuse. */
  private List<String> optionsOfText() {
    return List.of(
        "--output.predictions", outputs(name).get(1),
        "--output.alerts", outputs(name).get(3),
        "--output.incidents", outputs(name).get(4),
        "--feedback.topic", feedback(name),
        "--model.hidden", "16",
        "--model.hyper", "8",
        "--model.layers", "1",
        "--learn.window", "8",
        "--learn.warm-up", "0 s",
        // What is in every checkpoint is small, since checkpoints come often.
        "--context.memory", "4 mb",
        "--rehearsal.memory", "256 kb",
        "--predict.keys", "ALL",
        "--predict.top", "2",
        "--predict.continuation", "3",
        "--predict.interval", "0 ms",
        // So low that records of a short test raise some.
        "--alerts.budget", "2",
        "--alerts.warm-up", "16");
  }

  /** Sends the records in their order and waits until Kafka has them. */
  void send(List<TestRecord> records) throws Exception {
    send(inputTopic(), records);
  }

  /** Sends them to another topic. */
  void send(String topic, List<TestRecord> records) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            fixture.broker().bootstrapServers(),
            "max.request.size",
            EmbeddedBroker.MAX_RECORD_BYTES,
            "buffer.memory",
            2 * EmbeddedBroker.MAX_RECORD_BYTES);
    List<Future<?>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (TestRecord record : records) {
        byte[] key = record.key() == null ? null : record.key().getBytes(UTF_8);
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    topic, record.partition(), record.timestamp(), key, record.value())));
      }
      producer.flush();
      for (Future<?> acknowledged : sent) {
        acknowledged.get();
      }
    }
  }

  /** Waits until so many scores are committed; returns all that are. */
  List<Keyed<Score>> awaitScores(int count) throws Exception {
    return await(
        OutputTopic.of(fixture.broker(), outputs(name).get(0), Score.class, schemas), count);
  }

  /** Waits until so many images or labels are classified; returns all that are. */
  List<Keyed<Classification>> awaitClassifications(int count) throws Exception {
    return await(
        OutputTopic.of(fixture.broker(), scoresTopic(), Classification.class, schemas), count);
  }

  /** Waits until the group's offset in the only partition is that or more; returns it. */
  long awaitCommitted(long offset) throws Exception {
    TopicPartition partition = new TopicPartition(inputTopic(), 0);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    long committed = 0;
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", fixture.broker().bootstrapServers()))) {
      while (committed < offset && System.nanoTime() < end) {
        OffsetAndMetadata found =
            admin
                .listConsumerGroupOffsets(name)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(partition);
        committed = found == null ? 0 : found.offset();
        Thread.sleep(POLL.toMillis()); // the job needs the processor
      }
    }
    assertThat(committed).as("offset of the group %s", name).isGreaterThanOrEqualTo(offset);
    return committed;
  }

  /** Waits until so many rejected records are committed; returns all that are. */
  List<Keyed<Rejected>> awaitRejected(int count) throws Exception {
    return await(
        OutputTopic.of(fixture.broker(), outputs(name).get(2), Rejected.class, schemas), count);
  }

  /** The committed predictions. */
  List<Keyed<Prediction>> predictions() {
    try (var topic =
        OutputTopic.of(fixture.broker(), outputs(name).get(1), Prediction.class, schemas)) {
      return topic.readAll();
    }
  }

  /** The committed alerts. */
  List<Keyed<Alert>> alerts() {
    try (var topic = OutputTopic.of(fixture.broker(), outputs(name).get(3), Alert.class, schemas)) {
      return topic.readAll();
    }
  }

  /** The committed incidents, keyed by their ids: all that was written of each. */
  List<Keyed<Incident>> incidents() {
    try (var topic =
        OutputTopic.of(fixture.broker(), outputs(name).get(4), Incident.class, schemas)) {
      return topic.readAll();
    }
  }

  /**
   * Says something and waits until the job has heard it: what comes next in the topic is wrong.
   *
   * @param rule in JSON; null takes it back
   */
  void say(String id, String rule) throws Exception {
    byte[] value = rule == null ? null : rule.getBytes(UTF_8);
    send(feedbackTopic(), List.of(TestRecord.of(id, value), TestRecord.of("wrong", "nonsense")));
    assertThat(awaitRejected(++said))
        .last()
        .matches(record -> record.value().getTopic().equals(feedbackTopic()))
        .matches(record -> record.value().getReason().startsWith("not Feedback"));
  }

  /**
   * @param rules in JSON, by their ids
   */
  void say(Map<String, String> rules) throws Exception {
    for (var rule : rules.entrySet()) {
      say(rule.getKey(), rule.getValue());
    }
  }

  private <T extends SpecificRecord> List<Keyed<T>> await(OutputTopic<T> topic, int count)
      throws Exception {
    try (topic) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      List<Keyed<T>> records = topic.readAll();
      while (records.size() < count && System.nanoTime() < end) {
        if (result.isDone()) {
          result.get();
        }
        records = topic.readAll();
      }
      assertThat(records).as("records in %s", topic).hasSizeGreaterThanOrEqualTo(count);
      return records;
    }
  }

  /** Stops without draining: what is pending stays in the savepoint whose path is returned. */
  String stop() throws Exception {
    String savepoint =
        client
            .stopWithSavepoint(
                false,
                fixture.folder().folder("savepoints").toUri().toString(),
                SavepointFormatType.CANONICAL)
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    awaitEnd();
    return savepoint;
  }

  /** Ends the job if it runs, and waits for that. */
  void cancel() throws Exception {
    if (client != null && !status().isGloballyTerminalState()) {
      client.cancel().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      result.exceptionally(cancelled -> null).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Waits until the job has ended; throws what it failed with. */
  void awaitEnd() throws Exception {
    result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  JobStatus status() throws Exception {
    return client.getJobStatus().get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }
}
