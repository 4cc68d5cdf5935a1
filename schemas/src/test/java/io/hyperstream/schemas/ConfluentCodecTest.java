package io.hyperstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ConfluentCodecTest {

  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final Chunk CHUNK = new Chunk(ByteBuffer.wrap(new byte[] {1, -1}), TIME);

  /** {@link Chunk} as somebody else may have written it: turned round, and with more in it. */
  private static final Schema OTHER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Chunk", "namespace": "io.hyperstream.schemas", "fields": [
                {"name": "host", "type": "string"},
                {"name": "symbols", "type": "bytes"}
              ]}
              """);

  private static final Schema STRANGE =
      new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Order\",\"fields\":[]}");

  private int asked;

  private final ConfluentCodec<Chunk> codec =
      ConfluentCodec.of(
          Chunk.class,
          id -> {
            asked++;
            return switch (id) {
              case 1 -> Chunk.getClassSchema();
              case 2 -> OTHER;
              case 3 -> STRANGE;
              default -> throw new IOException("no schema " + id);
            };
          });

  @Test
  void readsWhatItFrames() throws IOException {
    byte[] framed = ConfluentCodec.frame(1, AvroCodec.of(Chunk.class).encode(CHUNK));
    assertThat(framed).startsWith(0, 0, 0, 0, 1, 0);
    assertThat(codec.decode(framed)).isEqualTo(CHUNK);
    assertThat(codec.decode(framed)).isEqualTo(CHUNK);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void resolvesTheWritersSchema() throws IOException {
    byte[] framed = {0, 0, 0, 0, 2, 4, 'h', '1', 2, 'x'};
    assertThat(codec.decode(framed)).isEqualTo(new Chunk(ByteBuffer.wrap(new byte[] {'x'}), null));
  }

  @Test
  void saysWhatIsWrong() {
    assertWrong("not Chunk in Confluent's framing, which starts with a byte 0");
    assertWrong("but 5 bytes that start with 48 65 6C 6C 6F", 'H', 'e', 'l', 'l', 'o');
    assertWrong("no schema 9", 0, 0, 0, 0, 9);
    assertWrong("schema 3: the given version of the schema cannot be read as", 0, 0, 0, 0, 3);
    assertWrong("schema 3: the given version", 0, 0, 0, 0, 3);
    assertWrong("Chunk is cut off", 0, 0, 0, 0, 1, 0, 4, 1);
    assertWrong("1 bytes follow the end of Chunk", 0, 0, 0, 0, 1, 0, 2, 1, 0, 7);
    assertThat(asked).as("a strange schema is not asked for twice").isEqualTo(3);
  }

  @Test
  void noiseNeverThrowsAnythingElse() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[6 + random.nextInt(30)];
      random.nextBytes(bytes);
      Arrays.fill(bytes, 0, 4, (byte) 0);
      bytes[4] = (byte) random.nextInt(5);
      try {
        assertThat(codec.decode(bytes)).isNotNull();
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private void assertWrong(String message, int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    assertThatIOException().isThrownBy(() -> codec.decode(bytes)).withMessageContaining(message);
  }
}
