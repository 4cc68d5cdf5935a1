package io.hyperstream.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

  @ParameterizedTest
  @MethodSource("io.hyperstream.schemas.AvroCodecTest#records")
  <T extends SpecificRecord> void readsWhatItWrites(T record) throws IOException {
    JsonCodec<T> codec = codec(record);
    assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
  }

  @Test
  void namesFieldsAsTheSchemaAndKeepsAllDigits() {
    Score score =
        new Score(
            "text",
            3,
            12L,
            TIME,
            2,
            3,
            null,
            0.1 + 0.2,
            1e-9,
            1L << 60,
            2.0,
            Double.NaN,
            null,
            7L,
            Double.POSITIVE_INFINITY,
            ByteBuffer.wrap(new byte[] {0, 9, -1}),
            "heap",
            List.of(new Range("heap", null, -1.5, 2.0, 1e9)));
    assertThat(json(score))
        .isEqualTo(
            """
            {"topic":"text","partition":3,"offset":12,"eventTime":1700000000123,"records":2,"symbols":3,\
            "characters":null,"bits":0.30000000000000004,"bpc":1.0E-9,\
            "keySymbols":1152921504606846976,"keyBpc":2.0,"keyFadingBpc":null,"surprise":null,\
            "modelVersion":7,"networkBits":null,"symbolBits":[0.0,1.125,31.875],\
            "by":"heap","ranges":[{"name":"heap","value":null,"low":-1.5,"middle":2.0,"high":1.0E9}]}""");
  }

  @Test
  void someFieldsAreEnoughAndTheOthersHaveTheirDefaults() throws IOException {
    Score score = Score.newBuilder().setOffset(12L).setEventTime(TIME).setBits(4.5).build();
    byte[] compact =
        JsonCodec.of(Score.class).with(List.of("bits", "offset", "surprise")).encode(score);
    assertThat(new String(compact, UTF_8))
        .isEqualTo("{\"offset\":12,\"bits\":4.5,\"surprise\":null}");
    Score read = JsonCodec.of(Score.class).decode(compact);
    assertThat(read.getBits()).isEqualTo(4.5);
    assertThat(read.getRecords()).isEqualTo(1);
    assertThat(read.getTopic()).isEmpty();
  }

  @Test
  void bytesAreTextAndWhereTheyAreNotAlsoBase64() {
    assertThat(json(rejected("é\n\"".getBytes(UTF_8))))
        .endsWith(",\"reason\":\"why\",\"size\":9,\"value\":\"é\\n\\\"\"}");
    assertThat(json(rejected(new byte[] {'a', (byte) 0xFF})))
        .endsWith(",\"value\":\"a\uFFFD\",\"valueBase64\":\"Yf8=\"}");
  }

  @Test
  void tokensAreNumbers() {
    Prediction prediction =
        new Prediction(
            9L, TIME, List.of(new Candidate(70_000, 0.1f)), List.of(5, 70_000), 7L, List.of());
    assertThat(json(prediction))
        .isEqualTo(
            """
            {"position":9,"eventTime":1700000000123,\
            "candidates":[{"symbol":70000,"probability":0.1}],\
            "continuation":[5,70000],"modelVersion":7,"future":[]}""");
  }

  @Test
  void fieldsOfOtherReleasesHaveDefaultsOrAreIgnored() throws IOException {
    byte[] chunk = "{\"symbols\":\"ab\",\"later\":[1]}".getBytes(UTF_8);
    assertThat(JsonCodec.of(Chunk.class).decode(chunk))
        .isEqualTo(new Chunk(ByteBuffer.wrap("ab".getBytes(UTF_8)), null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "{",
        "[]",
        "{}",
        "{} {}",
        "{\"symbols\":1}",
        "{\"symbols\":[\"a\"]}",
        "{\"symbols\":\"a\",\"eventTime\":1e99}",
        "{\"symbols\":\"a\",\"symbolsBase64\":\"?\"}",
        "{\"symbols\":\"a\",\"symbolsBase64\":1}",
      })
  void saysThatItIsSomethingElse(String json) {
    assertThatIOException()
        .isThrownBy(() -> JsonCodec.of(Chunk.class).decode(json.getBytes(UTF_8)))
        .withMessageStartingWith("not Chunk as JSON: ")
        .withMessageNotContainingAny("java", "jackson", "avro", "Exception");
  }

  @Test
  void aTextIsNoNumber() {
    assertThatIOException()
        .isThrownBy(() -> JsonCodec.of(Score.class).decode("{\"bits\":\"12\"}".getBytes(UTF_8)))
        .withMessage("not Score as JSON: bits must be a number or null, but is \"12\"");
  }

  private static Rejected rejected(byte[] value) {
    return new Rejected("text", 0, 1L, TIME, "why", 9, ByteBuffer.wrap(value));
  }

  @SuppressWarnings("unchecked")
  private static <T extends SpecificRecord> JsonCodec<T> codec(T record) {
    return JsonCodec.of((Class<T>) SpecificData.get().getClass(record.getSchema()));
  }

  private static <T extends SpecificRecord> String json(T record) {
    return new String(codec(record).encode(record), UTF_8);
  }
}
