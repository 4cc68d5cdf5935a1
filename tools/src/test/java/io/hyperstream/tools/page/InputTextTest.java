package io.hyperstream.tools.page;

import static io.hyperstream.tools.image.ImageFixtures.image;
import static io.hyperstream.tools.page.PageFixtures.plain;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.ConfluentCodec;
import io.hyperstream.schemas.Image;
import io.hyperstream.schemas.SchemaSource;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputTextTest {

  private static final int MOST = 100;

  private final InputText texts = new InputText(SchemaSource.NONE);

  @Test
  void anImageIsGreyOrInItsFirstThreeColoursAndSmall() throws Exception {
    ShownImage grey = texts.image(image(List.of("grey"), 0, 200));
    assertThat(grey.channels()).isEqualTo(1);
    assertThat(grey.pixels()).containsExactly(0, 200);
    assertThat(texts.image(image(List.of("a", "b"), 1, 2, 3, 4)).pixels()).containsExactly(1, 3);
    ShownImage colours = texts.image(image(List.of("a", "b", "c", "d"), 1, 2, 3, 4, 5, 6, 7, 8));
    assertThat(colours.channels()).isEqualTo(3);
    assertThat(colours.pixels()).containsExactly(1, 2, 3, 5, 6, 7);
    assertThat(texts.image("text".getBytes(UTF_8))).isNull();

    List<Float> numbers = IntStream.range(0, 130 * 4).mapToObj(i -> i % 4 / 2f).toList();
    ShownImage large =
        ShownImage.of(
            Image.newBuilder()
                .setHeight(130)
                .setWidth(4)
                .setChannels(List.of("grey"))
                .setPixels(numbers)
                .build());
    assertThat(large.height()).isEqualTo(44);
    assertThat(large.width()).isEqualTo(2);
    assertThat(large.pixels()).hasSize(88).startsWith(0, 255, 0, 255);
  }

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
