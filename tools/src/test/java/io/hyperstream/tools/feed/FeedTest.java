package io.hyperstream.tools.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.tools.lifecycle.StopSignal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedTest {

  private static final StopSignal NEVER = limit -> false;

  private final MockProducer<byte[], byte[]> producer = producer(true);
  private final Feed feed = new Feed(producer, "text", Pace.unlimited());

  @Test
  void sendsLinesWithoutTheirNewline() throws Exception {
    feed.send(List.of(lines("log", "one\n\ntwo\r\nlast without newline")), NEVER);

    assertThat(sent()).containsExactly("log:one", "log:", "log:two\r", "log:last without newline");
    assertThat(producer.history()).allMatch(record -> record.topic().equals("text"));
    assertThat(feed.records()).isEqualTo(4);
    assertThat(feed.bytes()).isEqualTo(3 + 0 + 4 + 20);
  }

  @Test
  void interleavesSourcesInTurnsUntilEachIsFinished() throws Exception {
    feed.send(List.of(lines("a", "1\n2\n3\n"), lines("b", "1\n"), lines("c", "1\n2\n")), NEVER);

    assertThat(sent()).containsExactly("a:1", "b:1", "c:1", "a:2", "c:2", "a:3");
  }

  @Test
  void sendsChunksThatHoldEveryByte() throws Exception {
    byte[] input = new byte[600];
    new Random(1).nextBytes(input);

    feed.send(
        List.of(new ChunkSource(bytes("bin"), new ByteArrayInputStream(input), 256, false)), NEVER);

    ByteBuffer joined = ByteBuffer.allocate(600);
    List<Integer> sizes = new ArrayList<>();
    for (var record : producer.history()) {
      ByteBuffer symbols =
          (ByteBuffer) AvroCodec.of(Chunk.class).decode(record.value()).getSymbols();
      sizes.add(symbols.remaining());
      joined.put(symbols);
    }
    assertThat(sizes).containsExactly(256, 256, 88);
    assertThat(joined.array()).isEqualTo(input);
  }

  @Test
  void splitsLinesThatAreTooLong() throws Exception {
    feed.send(List.of(lines("k", "x".repeat(LineSource.MAX_LINE_BYTES) + "yz\n")), NEVER);

    assertThat(producer.history())
        .extracting(record -> record.value().length)
        .containsExactly(LineSource.MAX_LINE_BYTES, 2);
  }

  @Test
  void followsAFileThatGrows(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("log"), "first\nsec");
    try (LineSource source = new LineSource(bytes("log"), Files.newInputStream(file), true)) {
      assertThat(source.poll()).isEqualTo(bytes("first"));
      assertThat(source.poll()).isNull();

      Files.writeString(file, "ond\n", StandardOpenOption.APPEND);

      assertThat(source.poll()).isEqualTo(bytes("second"));
      assertThat(source.isFinished()).isFalse();
    }
  }

  @Test
  void stopsWhenToldAndClosesItsSources() throws Exception {
    boolean[] closed = {false};
    InputStream input =
        new ByteArrayInputStream(bytes("1\n2\n3\n")) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    feed.send(
        List.of(new LineSource(bytes("a"), input, false)), limit -> producer.history().size() == 2);

    assertThat(sent()).containsExactly("a:1", "a:2");
    assertThat(closed[0]).isTrue();
  }

  @Test
  void failsWithTheRemedyIfARecordIsTooLarge() {
    MockProducer<byte[], byte[]> refusing = producer(false);
    Feed failing = new Feed(refusing, "text", Pace.unlimited());
    StopSignal refusal =
        limit -> {
          refusing.errorNext(new RecordTooLargeException("The message is 3 bytes."));
          return false;
        };

    assertThatThrownBy(() -> failing.send(List.of(lines("a", "abc\ndef\n")), refusal))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Kafka did not accept a record for topic text: The message is 3")
        .hasMessageContaining("max.request.size");
    assertThat(failing.records()).isZero();
  }

  private List<String> sent() {
    return producer.history().stream()
        .map(record -> new String(record.key(), UTF_8) + ":" + new String(record.value(), UTF_8))
        .toList();
  }

  private static LineSource lines(String key, String text) {
    return new LineSource(bytes(key), new ByteArrayInputStream(bytes(text)), false);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static MockProducer<byte[], byte[]> producer(boolean autoComplete) {
    return new MockProducer<>(
        autoComplete, null, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
