package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.Patience;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many keys with state in RocksDB, in the heap of tests (2 GiB), which holds the broker and the
 * cluster, too. {@code -Dhyperstream.keys=1000000} makes them more, and {@code
 * -Dhyperstream.options="--state.encoding=bf16"} gives the job other options.
 */
class ManyKeysIT {

  private static final int KEYS = Integer.getInteger("hyperstream.keys", 2_000);

  /** They come last, and so win. */
  private static final List<String> OPTIONS =
      Arrays.stream(System.getProperty("hyperstream.options", "").split(" "))
          .filter(option -> !option.isBlank())
          .toList();

  private static final int SYMBOLS = 100;
  private static final Duration LIMIT = Patience.LIMIT.plusSeconds(KEYS / 50);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  void eachIsScoredAndKeptInRocksDb() throws Exception {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--state.backend.type=rocksdb",
                "--execution.checkpointing.incremental=true",
                "--execution.checkpointing.interval=10 s",
                "--learn.preset=small",
                "--learn.window=50",
                "--learn.batch=64",
                "--learn.max-delay=1 s",
                "--restart-strategy.type=none"));
    options.addAll(OPTIONS);
    TestJob job = fixture.job(options.toArray(String[]::new));
    long start = System.nanoTime();
    job.start();
    send(job.inputTopic(), fixture);
    BitSet scored =
        CommittedOffsets.await(
            fixture.broker(), job.scoresTopic(), Score.class, Score::getOffset, KEYS, LIMIT);
    double seconds = (System.nanoTime() - start) / 1e9;

    JsonNode checkpoint = latestCheckpoint(fixture, job);
    System.out.printf(
        "%,d keys of %d symbols: %,.0f symbols/s; checkpoint %,d bytes in all, %,d new, %d ms%n",
        KEYS,
        SYMBOLS,
        KEYS * (double) SYMBOLS / seconds,
        checkpoint.path("state_size").asLong(),
        checkpoint.path("checkpointed_size").asLong(),
        checkpoint.path("end_to_end_duration").asLong());
    assertThat(scored.length()).isEqualTo(KEYS);
    // At the least the network's state of each key is in it.
    assertThat(checkpoint.path("state_size").asLong()).isGreaterThan(KEYS * 100L);
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
  }

  /** One record of each key: random letters, some far more often than others. */
  private static void send(String topic, JobFixture fixture) {
    SplittableRandom random = new SplittableRandom(1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", fixture.broker().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int key = 0; key < KEYS; key++) {
        byte[] value = new byte[SYMBOLS - 1]; // and the newline
        for (int i = 0; i < value.length; i++) {
          value[i] = (byte) ('a' + Integer.numberOfTrailingZeros(random.nextInt() | 1 << 20));
        }
        producer.send(new ProducerRecord<>(topic, 0, ("key-" + key).getBytes(UTF_8), value));
      }
    }
  }

  private static JsonNode latestCheckpoint(JobFixture fixture, TestJob job) throws Exception {
    String path = "/jobs/%s/checkpoints".formatted(job.id());
    return new ObjectMapper()
        .readTree(URI.create(fixture.cluster().webUrl() + path).toURL())
        .path("latest")
        .path("completed");
  }
}
