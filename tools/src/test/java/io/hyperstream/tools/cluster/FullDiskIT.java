package io.hyperstream.tools.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.LocalPort;
import io.hyperstream.tools.embedded.Patience;
import io.hyperstream.tools.embedded.TemporaryFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The job on processes, while the disk of its checkpoints is full. */
class FullDiskIT {

  private static final int LINES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Path folder;

  private LocalCluster cluster;
  private String job;

  @Test
  void learningGoesOnAndNoScoreIsLost() throws Exception {
    try (TemporaryFolder files = TemporaryFolder.create()) {
      folder = files.path();
      run();
    }
  }

  private void run() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path full = disk.resolve(FillableFileSystem.FULL);
    ClusterSettings settings =
        new ClusterSettings(
            folder.resolve("cluster"), 1, 2, LocalPort.ANY, LocalPort.ANY, false, Map.of());
    try (LocalCluster started = LocalCluster.start(installation(), settings, message -> {})) {
      cluster = started;
      cluster.createTopic("text", 1);
      job =
          cluster
              .client()
              .run(
                  null,
                  List.of(
                      "--kafka.bootstrap.servers=" + cluster.bootstrapServers(),
                      "--kafka.transaction.timeout.ms=20000",
                      "--execution.checkpointing.dir=fillable://" + disk,
                      "--execution.checkpointing.interval=500 ms",
                      "--restart-strategy.exponential-delay.initial-backoff=500 ms",
                      "--model.hidden=16",
                      "--learn.warm-up=0 s",
                      "--context.memory=4mb",
                      "--rehearsal.memory=256kb",
                      "--predict.continuation=0"));
      send(0);
      Patience.await("scores of before", () -> scores("read_committed").size() == LINES);

      Files.createFile(full);
      long failedBefore = checkpoints().path("failed").asLong();
      send(LINES);
      Patience.await("failures", () -> checkpoints().path("failed").asLong() >= failedBefore + 5);
      Patience.await("learning", () -> scores("read_uncommitted").size() == 2 * LINES);
      assertThat(scores("read_committed")).as("committed meanwhile").hasSize(LINES);
      assertThat(checkpoints().path("restored").asLong()).as("restarts").isZero();
      assertThat(log("task-manager-1"))
          .contains("in a row): No space left on device. Learning goes on");
      assertThat(log("job-manager")).contains("No space left on device");

      Files.delete(full);
      Patience.await("scores of meanwhile", () -> scores("read_committed").size() == 2 * LINES);
      assertThat(checkpoints().path("restored").asLong()).as("restarts").isZero();

      Files.createFile(full);
      send(2 * LINES);
      Patience.await("giving up in time", () -> checkpoints().path("restored").asLong() > 0);
      assertThat(JobFailures.latest(cluster.webUrl(), job))
          .containsPattern(
              "No checkpoint has succeeded for 18 s: the last \\d+ failed: No space left on device. ");
      Files.delete(full);
      Patience.await("scores of then", () -> scores("read_committed").size() >= 3 * LINES);
      assertThat(scores("read_committed"))
          .containsExactlyElementsOf(LongStream.range(0, 3 * LINES).boxed().toList());
    }
  }

  /** The build's installation, with one more jar for Flink's processes. */
  private Installation installation() throws IOException {
    Installation built = Installation.in(Path.of(".."));
    Path libraries = Files.createDirectory(folder.resolve("lib"));
    try (Stream<Path> jars = Files.list(built.libraries())) {
      for (Path jar : (Iterable<Path>) jars::iterator) {
        Files.createSymbolicLink(libraries.resolve(jar.getFileName()), jar);
      }
    }
    FillableFileSystem.writeJar(libraries.resolve("fillable.jar"));
    return new Installation(built.jobJar(), libraries);
  }

  private void send(int first) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = first; i < first + LINES; i++) {
        producer.send(
            new ProducerRecord<>("text", "k".getBytes(UTF_8), ("line " + i).getBytes(UTF_8)));
      }
    }
  }

  /** Offsets of the scored records, in the order of their scores. */
  private List<Long> scores(String isolation) throws IOException {
    AvroCodec<Score> codec = AvroCodec.of(Score.class);
    List<Long> offsets = new ArrayList<>();
    TopicPartition partition = new TopicPartition("scores", 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "isolation.level",
                isolation,
                "fetch.max.wait.ms",
                20),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          offsets.add(codec.decode(record.value()).getOffset());
        }
      }
    }
    return offsets;
  }

  private JsonNode checkpoints() throws IOException {
    URI uri = URI.create("%s/jobs/%s/checkpoints".formatted(cluster.webUrl(), job));
    return JSON.readTree(uri.toURL()).path("counts");
  }

  private String log(String process) throws IOException {
    return Files.readString(folder.resolve("cluster/logs/%s.log".formatted(process)));
  }
}
