package io.hyperstream.tools.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.Rejected;
import io.hyperstream.schemas.Score;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever comes in, each record has its outcome, and the job goes on without a restart. */
class BadInputIT {

  private static final int FIFTY_MEGABYTES = 50 * 1024 * 1024;

  private static final AvroCodec<Chunk> CHUNKS = AvroCodec.of(Chunk.class);

  @RegisterExtension private static final JobFixture fixture = new JobFixture();

  @Test
  void text() throws Exception {
    TestJob job = job("--input.format", "TEXT");
    String noKey = job.inputTopic() + "/0";
    job.send(
        List.of(
            TestRecord.of("a", "hello"), // offset 0
            TestRecord.of(null, "no key"),
            TestRecord.of("a", new byte[] {(byte) 0xFF, (byte) 0xC3, '(', (byte) 0x80}), // 2
            TestRecord.of("a", ""),
            TestRecord.of("a", (byte[]) null), // 4
            TestRecord.of("a", new byte[FIFTY_MEGABYTES]),
            TestRecord.of("k".repeat(64 * 1024 + 1), "key too large"), // 6
            TestRecord.of("never seen", (byte[]) null),
            TestRecord.of(null, (byte[]) null), // 8
            TestRecord.of("a", "begun anew"),
            TestRecord.of(null, "begun anew"))); // 10

    Map<Long, Keyed<Score>> scores = byOffset(job.awaitScores(6), Score::getOffset);
    assertThat(scores).containsOnlyKeys(0L, 1L, 2L, 3L, 9L, 10L);
    assertScored(scores.get(0L), "a", 6, 6, 6);
    assertScored(scores.get(1L), noKey, 7, 7, 7);
    assertScored(scores.get(2L), "a", 5, 4, 11);
    assertScored(scores.get(3L), "a", 1, 1, 12);
    assertScored(scores.get(9L), "a", 11, 11, 11);
    assertScored(scores.get(10L), noKey, 11, 11, 11);

    Map<Long, Keyed<Rejected>> rejected = byOffset(job.awaitRejected(2), Rejected::getOffset);
    assertThat(rejected).containsOnlyKeys(5L, 6L);
    assertRejected(
        rejected.get(5L),
        FIFTY_MEGABYTES,
        "the value has 52428800 bytes, more than input.max-record-bytes, 1048576");
    assertThat(rejected.get(5L).key()).isEqualTo("a");
    assertThat(rejected.get(5L).value().getValue().remaining()).isEqualTo(64 * 1024);
    assertRejected(
        rejected.get(6L), 13, "the key has 65537 bytes, more than the 65536 that a key may have");

    job.send(List.of(TestRecord.of("a", "goes on")));
    assertGoesOn(job, 7, 2);
  }

  @Test
  void avro() throws Exception {
    TestJob job = job("--input.format", "AVRO", "--model.vocabulary", "100");
    byte[] good = tokens(1, 2, 99);
    job.send(
        List.of(
            TestRecord.of("a", good), // offset 0
            TestRecord.of("a", "not Avro"),
            TestRecord.of("a", new byte[0]), // 2
            TestRecord.of("a", Arrays.copyOf(good, good.length - 1)),
            TestRecord.of("a", tokens(1, 2, 100)), // 4
            TestRecord.of("a", tokens(-1)),
            TestRecord.of("a", bytes(7, 200)), // 6
            TestRecord.of(
                "a",
                AvroCodec.of(Rejected.class)
                    .encode(new Rejected("", 0, 0L, Instant.EPOCH, "", 0, ByteBuffer.allocate(0)))),
            TestRecord.of("a", tokens()), // 8
            TestRecord.of("a", at(Instant.ofEpochMilli(Long.MIN_VALUE))),
            TestRecord.of("a", at(Instant.ofEpochMilli(Long.MAX_VALUE))), // 10
            TestRecord.of("a", bytes(7, 99))));

    Map<Long, Keyed<Score>> scores = byOffset(job.awaitScores(5), Score::getOffset);
    assertThat(scores).containsOnlyKeys(0L, 8L, 9L, 10L, 11L);
    assertScored(scores.get(0L), "a", 3, null, 3);
    assertScored(scores.get(8L), "a", 0, null, 3);
    assertScored(scores.get(9L), "a", 1, null, 4);
    assertScored(scores.get(10L), "a", 1, null, 5);
    assertScored(scores.get(11L), "a", 2, 2, 7);
    assertThat(scores.get(10L).value().getEventTime().toEpochMilli()).isEqualTo(Long.MAX_VALUE);

    Map<Long, Keyed<Rejected>> rejected = byOffset(job.awaitRejected(7), Rejected::getOffset);
    assertThat(rejected).containsOnlyKeys(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertRejected(rejected.get(1L), 8, "not Chunk in Avro single-object encoding");
    assertThat(rejected.get(1L).value().getValue())
        .isEqualTo(ByteBuffer.wrap("not Avro".getBytes(UTF_8)));
    assertRejected(rejected.get(2L), 0, "not Chunk in Avro single-object encoding");
    assertRejected(rejected.get(3L), good.length - 1, "Chunk is cut off");
    assertRejected(rejected.get(4L), good.length, "symbol 100 at position 2 is not from 0 to 99");
    assertRejected(
        rejected.get(5L), tokens(-1).length, "symbol -1 at position 0 is not from 0 to 99");
    assertRejected(rejected.get(6L), bytes(7, 200).length, "symbol 200 at position 1 is not from");
    assertThat(rejected.get(7L).value().getReason())
        .startsWith("the record's schema has the fingerprint");

    job.send(List.of(TestRecord.of("a", good)));
    assertGoesOn(job, 6, 7);
  }

  /** A job that scores soon, and ends at its first failure. */
  private static TestJob job(String... options) throws Exception {
    String[] all = Arrays.copyOf(options, options.length + 4);
    all[options.length] = "--learn.max-delay";
    all[options.length + 1] = "50 ms";
    all[options.length + 2] = "--restart-strategy.type";
    all[options.length + 3] = "none";
    TestJob job = fixture.job(all);
    job.start();
    return job;
  }

  private static <T> Map<Long, Keyed<T>> byOffset(
      List<Keyed<T>> records, Function<T, Long> offset) {
    return records.stream()
        .collect(Collectors.toMap(record -> offset.apply(record.value()), record -> record));
  }

  private static void assertScored(
      Keyed<Score> score, String key, int symbols, Integer characters, long keySymbols) {
    assertThat(score.key()).isEqualTo(key);
    assertThat(score.value().getSymbols()).isEqualTo(symbols);
    assertThat(score.value().getCharacters()).isEqualTo(characters);
    assertThat(score.value().getKeySymbols()).isEqualTo(keySymbols);
    assertThat(score.value().getBits()).isFinite().isGreaterThanOrEqualTo(symbols > 0 ? 0.001 : 0);
  }

  private static void assertRejected(Keyed<Rejected> rejected, int size, String reason) {
    assertThat(rejected.value().getSize()).isEqualTo(size);
    assertThat(rejected.value().getReason()).startsWith(reason);
  }

  /** One more good record was sent. */
  private static void assertGoesOn(TestJob job, int scores, int rejected) throws Exception {
    job.awaitScores(scores);
    assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
    job.stop();
    assertThat(job.awaitScores(scores)).hasSize(scores);
    assertThat(job.awaitRejected(rejected)).hasSize(rejected);
  }

  private static byte[] tokens(Integer... ids) {
    return CHUNKS.encode(new Chunk(List.of(ids), null));
  }

  private static byte[] bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return CHUNKS.encode(new Chunk(buffer.flip(), null));
  }

  private static byte[] at(Instant eventTime) {
    return CHUNKS.encode(new Chunk(List.of(5), eventTime));
  }
}
