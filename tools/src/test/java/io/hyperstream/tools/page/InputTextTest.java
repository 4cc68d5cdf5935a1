package io.hyperstream.tools.page;

import static io.hyperstream.tools.page.PageFixtures.plain;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.ConfluentCodec;
import io.hyperstream.schemas.SchemaSource;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputTextTest {

  private static final int MOST = 100;

  private final InputText texts = new InputText(SchemaSource.NONE);

  @Test
  void textMayEndWithASeparator() {
    byte[] value = "line".getBytes(UTF_8);

    assertThat(plain(texts.shade(value, 4, MOST, null))).isEqualTo("line");
    assertThat(plain(texts.shade(value, 5, MOST, null))).isEqualTo("line\n");
  }

  @Test
  void chunksInConfluentsFramingNeedTheirSchema() {
    byte[] chunk = AvroCodec.of(Chunk.class).encode(new Chunk(List.of(7, 300), null));
    byte[] framed = ConfluentCodec.frame(5, chunk);

    assertThat(texts.shade(framed, 2, MOST, null)).isNull();
    assertThat(plain(new InputText(id -> Chunk.getClassSchema()).shade(framed, 2, MOST, null)))
        .isEqualTo("7 300 ");
  }

  @Test
  void chunksAreRead() {
    AvroCodec<Chunk> codec = AvroCodec.of(Chunk.class);
    byte[] bytes = codec.encode(new Chunk(ByteBuffer.wrap("part".getBytes(UTF_8)), null));
    byte[] ids = codec.encode(new Chunk(List.of(7, 300), null));

    assertThat(plain(texts.shade(bytes, 4, MOST, null))).isEqualTo("part");
    assertThat(plain(texts.shade(ids, 2, MOST, null))).isEqualTo("7 300 ");
  }

  @Test
  void ofALongRecordTheEndIsShown() {
    byte[] value = "abcdef".getBytes(UTF_8);

    assertThat(texts.shade(value, 7, 3, new double[] {1, 2, 3}).pieces())
        .containsExactly(
            new ShadedText.Piece("e", 1),
            new ShadedText.Piece("f", 2),
            new ShadedText.Piece("\n", 3));
  }

  @Test
  void anotherRecordThanWasScoredIsNone() {
    assertThat(texts.shade("line".getBytes(UTF_8), 9, MOST, null)).isNull();
    byte[] chunk = AvroCodec.of(Chunk.class).encode(new Chunk(List.of(7), null));
    assertThat(texts.shade(chunk, 3, MOST, null)).isNull();
  }
}
