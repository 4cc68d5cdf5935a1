package io.hyperstream.tools.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.job.HyperstreamJob;
import io.hyperstream.job.claim.Claim;
import io.hyperstream.job.claim.Claimant;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.embedded.Patience;
import io.hyperstream.tools.embedded.TemporaryFolder;
import io.hyperstream.tools.lifecycle.Teardown;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Jobs of the job jar on a cluster of processes: side by side, cancelled and started afresh. */
class JobsIT {

  private static final int KEYS = 16;
  private static final int PARTITIONS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Teardown TEARDOWN = new Teardown(Duration.ofSeconds(30));

  /** How often a process has ended. */
  private static final AtomicInteger ENDED = new AtomicInteger();

  private static LocalCluster cluster;
  private static FlinkRest flink;
  private static String jar;

  @BeforeAll
  static void start() throws Exception {
    TemporaryFolder folder = TEARDOWN.add(TemporaryFolder.create());
    ClusterSettings settings =
        new ClusterSettings(folder.path(), 2, 1, LocalPort.ANY, LocalPort.ANY, false, Map.of());
    Installation installation = Installation.in(Path.of(".."));
    cluster =
        TEARDOWN.add(LocalCluster.start(installation, settings, ended -> ENDED.incrementAndGet()));
    flink = new FlinkRest(cluster.webUrl());
    jar = flink.upload(installation.jobJar());
  }

  @AfterAll
  static void stop() throws Exception {
    TEARDOWN.close();
  }

  @AfterEach
  void cancelAll() throws Exception {
    for (JsonNode job : JSON.readTree(rest("/jobs")).path("jobs")) {
      if (job.path("status").asText().equals("RUNNING")) {
        cancel(job.path("id").asText());
      }
    }
  }

  @Test
  void aSecondJobIsRefusedAndSaysWhichJobIsInItsWay() throws Exception {
    String first = run("side", "--output.scores=side-scores");
    send("side", 0, 200);
    assertThat(awaitScores("side-scores", 200)).hasSize(200);

    // Each is refused only after some time, so both wait together.
    Future<Throwable> same = refusal("side", "--output.scores=side-scores");
    Future<Throwable> sameModel = refusal("aside", "--output.scores=side-scores");
    assertThat(same.get())
        .hasMessageContaining(
            "uses the transactional ids that begin with 'hyperstream-side', which this job must have alone")
        .hasMessageContaining("the job 'hyperstream' (" + first + ") at /127.0.0.1");
    assertThat(sameModel.get())
        .hasMessageContaining("uses the topic 'model', which this job must have alone")
        .hasMessageContaining(first)
        .hasMessageContaining("or give this job another output.model");

    // With a topic of its own for the model it is welcome, and both go on.
    run("aside", "--output.scores=side-scores", "--output.model=aside-model");
    send("side", 200, 400);
    send("aside", 0, 200);
    Set<String> scored = awaitScores("side-scores", 600);
    assertThat(scored).hasSize(600);
    assertThat(status(first)).isEqualTo("RUNNING");
  }

  /** What happens where the check before the start saw nothing: the job was down for a moment. */
  @Test
  void aJobThatFindsAnotherInItsPlaceFailsForGoodAndSaysWhich() throws Exception {
    String job = run("late", "--output.scores=late-scores");
    send("late", 0, 200);
    assertThat(awaitScores("late-scores", 200)).hasSize(200);
    Claimant other =
        new Claimant("0123abcd", "other", new Claim("hyperstream-late", "other-model", "other"));
    Properties client = new Properties();
    client.putAll(clientSettings());
    client.setProperty("client.id", other.clientId());
    client.setProperty("group.id", "other");
    try (KafkaConsumer<byte[], byte[]> member = consumer(client)) {
      member.subscribe(List.of("late"));
      Patience.await(
          "membership",
          () -> member.poll(Duration.ofMillis(100)) != null && !member.assignment().isEmpty());
      int ended = ENDED.get();
      cluster.killTaskManager(0);
      cluster.killTaskManager(1);
      Patience.await(
          "failure",
          () -> member.poll(Duration.ofMillis(100)) != null && status(job).equals("FAILED"));

      assertThat(JobFailures.latest(cluster.webUrl(), job)).contains("last failed");
      assertThat(rest("/jobs/" + job + "/exceptions"))
          .contains("the job 'other' (0123abcd) at /127.0.0.1 uses the transactional ids");
      assertThat(ENDED.get() - ended)
          .as("processes that ended, besides those killed")
          .isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aFreshStartAfterACancelScoresEveryRecord() throws Exception {
    String first = run("fresh", "--output.scores=fresh-scores");
    Thread feed = new Thread(() -> feed("fresh", 900), "feed");
    feed.start();
    assertThat(awaitScores("fresh-scores", 300)).hasSizeGreaterThanOrEqualTo(300);
    cancel(first);
    assertThat(rest("/jobs/" + first + "/checkpoints")).contains("\"discarded\":false");
    feed.join();

    run("fresh", "--output.scores=fresh-scores");

    assertThat(awaitScores("fresh-scores", 900)).hasSize(900);
    // Nothing is open any more, so the group has no lag.
    Patience.await("commit of all", () -> committed("hyperstream-fresh") == 900);
  }

  private static String run(String topic, String... options) throws Exception {
    cluster.createTopic(topic, PARTITIONS);
    cluster.createTopic(topic + "-scores", 1);
    List<String> all =
        new ArrayList<>(
            List.of(
                "--kafka.bootstrap.servers=" + cluster.bootstrapServers(),
                "--input.topic=" + topic,
                "--model.hidden=16",
                "--learn.warm-up=0 s",
                "--context.memory=4mb",
                "--rehearsal.memory=256kb",
                "--predict.continuation=0",
                "--execution.checkpointing.interval=1 s",
                "--restart-strategy.exponential-delay.initial-backoff=500 ms"));
    all.addAll(List.of(options));
    JsonNode answer = flink.run(jar, HyperstreamJob.class.getName(), null, all);
    if (!answer.has("jobid")) {
      throw new IOException(answer.path("errors").toString());
    }
    return answer.path("jobid").asText();
  }

  /** Submits a job that must be refused, and goes on meanwhile. */
  private static Future<Throwable> refusal(String topic, String... options) {
    return CompletableFuture.supplyAsync(() -> catchThrowable(() -> run(topic, options)));
  }

  private static void cancel(String job) throws Exception {
    flink.cancel(job);
    Patience.await("end of " + job, () -> status(job).equals("CANCELED"));
  }

  private static Map<String, Object> clientSettings() {
    return Map.of("bootstrap.servers", cluster.bootstrapServers());
  }

  /** Sends records of this number, each key in one partition. */
  private static void send(String topic, int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = from; i < to; i++) {
        byte[] key = ("key-" + i % KEYS).getBytes(UTF_8);
        byte[] value = "record %d of %s".formatted(i, topic).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, i % KEYS % PARTITIONS, key, value));
      }
    }
  }

  /** Sends two hundred records a second. */
  private static void feed(String topic, int records) {
    int step = 20;
    for (int i = 0; i < records; i += step) {
      send(topic, i, i + step);
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties settings) {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Waits until so many records have a committed score; returns which ones have. */
  private static Set<String> awaitScores(String topic, int count) throws Exception {
    AvroCodec<Score> codec = AvroCodec.of(Score.class);
    Set<String> scored = new HashSet<>();
    Properties settings = new Properties();
    settings.putAll(clientSettings());
    settings.setProperty("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings)) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Patience.await(
          count + " scores in " + topic,
          () -> {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
              Score score = codec.decode(record.value());
              scored.add(score.getTopic() + "/" + score.getPartition() + "/" + score.getOffset());
            }
            return scored.size() >= count;
          });
    }
    return scored;
  }

  /** The sum of the group's offsets. */
  private static long committed(String group) throws Exception {
    try (Admin admin = Admin.create(clientSettings())) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  private static String status(String job) throws IOException {
    return JSON.readTree(rest("/jobs/" + job)).path("state").asText();
  }

  private static String rest(String path) throws IOException {
    return new String(
        URI.create(cluster.webUrl() + path).toURL().openStream().readAllBytes(), UTF_8);
  }
}
