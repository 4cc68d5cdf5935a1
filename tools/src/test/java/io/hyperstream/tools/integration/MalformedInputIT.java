package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import io.hyperstream.tools.embedded.EmbeddedBroker;
import io.hyperstream.tools.embedded.Patience;
import java.nio.ByteBuffer;
import java.time.Duration;
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
 * A stream of which a third is malformed, as fast as it goes: each record is either scored or
 * rejected, once, and the job never fails. {@code -Dhyperstream.malformed.records=1000000} makes it
 * longer.
 */
class MalformedInputIT {

  private static final int RECORDS = Integer.getInteger("hyperstream.malformed.records", 20_000);
  private static final int KEYS = 64;
  private static final int VOCABULARY = 200;
  private static final int HEADER = 10;
  private static final Duration LIMIT = Patience.LIMIT.plusSeconds(RECORDS / 500);
  private static final AvroCodec<Chunk> CHUNKS = AvroCodec.of(Chunk.class);

  /** A way in which a record can be wrong. */
  private enum Malformation {
    RANDOM_BYTES {
      @Override
      byte[] of(byte[] chunk, SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
      }
    },
    CUT_OFF {
      @Override
      byte[] of(byte[] chunk, SplittableRandom random) {
        return Arrays.copyOf(chunk, random.nextInt(chunk.length));
      }
    },
    UNKNOWN_SCHEMA {
      @Override
      byte[] of(byte[] chunk, SplittableRandom random) {
        ByteBuffer.wrap(chunk).putLong(Short.BYTES, random.nextLong());
        return chunk;
      }
    },
    HUGE_LENGTH {
      @Override
      byte[] of(byte[] chunk, SplittableRandom random) {
        // The union's branch, 0 for bytes or 1 (written 2) for ids; then about 2 to the 62 of them.
        byte[] bytes = Arrays.copyOf(chunk, HEADER + 10);
        bytes[HEADER] = (byte) (2 * random.nextInt(2));
        Arrays.fill(bytes, HEADER + 1, HEADER + 9, (byte) 0xFE);
        bytes[HEADER + 9] = 0x7E;
        return bytes;
      }
    },
    WRONG_ID {
      @Override
      byte[] of(byte[] chunk, SplittableRandom random) {
        int id = random.nextBoolean() ? VOCABULARY + random.nextInt(1000) : -1;
        return CHUNKS.encode(new Chunk(List.of(1, id, 2), null));
      }
    };

    abstract byte[] of(byte[] chunk, SplittableRandom random);
  }

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  void noneIsLostAndNoneStopsTheJob() throws Exception {
    TestJob job =
        fixture.job(
            "--input.format=AVRO",
            "--model.vocabulary=" + VOCABULARY,
            "--learn.batch=" + KEYS,
            "--learn.max-delay=200 ms",
            "--execution.checkpointing.interval=1 s",
            "--restart-strategy.type=none");
    long start = System.nanoTime();
    job.start();
    BitSet malformed = send(job.inputTopic(), fixture.broker());
    BitSet wellFormed = (BitSet) malformed.clone();
    wellFormed.flip(0, RECORDS);

    BitSet scored =
        CommittedOffsets.await(
            fixture.broker(),
            job.scoresTopic(),
            Score.class,
            Score::getOffset,
            wellFormed.cardinality(),
            LIMIT);
    BitSet rejected =
        CommittedOffsets.await(
            fixture.broker(),
            job.rejectedTopic(),
            Rejected.class,
            Rejected::getOffset,
            malformed.cardinality(),
            LIMIT);

    System.out.printf(
        "%,d records sent: %,d scored, %,d rejected in %.1f s%n",
        RECORDS, scored.cardinality(), rejected.cardinality(), (System.nanoTime() - start) / 1e9);
    assertThat(scored).isEqualTo(wellFormed);
    assertThat(rejected).isEqualTo(malformed);
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
  }

  /** Sends all records to partition 0; returns the offsets of the malformed ones. */
  private static BitSet send(String topic, EmbeddedBroker broker) {
    SplittableRandom random = new SplittableRandom(42);
    Malformation[] malformations = Malformation.values();
    BitSet malformed = new BitSet();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] value = chunk(random);
        if (random.nextInt(3) == 0) {
          malformed.set(i);
          value = malformations[random.nextInt(malformations.length)].of(value, random);
        }
        byte[] key = ("key-" + random.nextInt(KEYS)).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, key, value));
      }
    }
    return malformed;
  }

  private static byte[] chunk(SplittableRandom random) {
    byte[] symbols = new byte[1 + random.nextInt(15)];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = (byte) ('a' + random.nextInt(26));
    }
    return CHUNKS.encode(new Chunk(ByteBuffer.wrap(symbols), null));
  }
}
