package io.hyperstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroCodecTest {

  private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_123L);

  private static final ByteBuffer SYMBOL_BITS = ByteBuffer.wrap(new byte[] {0, 8, -1});

  /** {@link Rejected} as a later release might have it: one more field, with a default. */
  private static final Schema LATER =
      new Schema.Parser()
          .parse(
              Rejected.getClassSchema()
                  .toString()
                  .replaceFirst(
                      "\"fields\":\\[",
                      "\"fields\":[{\"name\":\"attempt\",\"type\":\"int\",\"default\":1},"));

  /** {@link Chunk} as an earlier release might have had it: without the event time. */
  private static final Schema EARLIER =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Chunk", "namespace": "io.hyperstream.schemas", "fields": [
                {"name": "symbols", "type": ["bytes", {"type": "array", "items": "int"}]}
              ]}
              """);

  static Stream<SpecificRecord> records() {
    return Stream.of(
        new Chunk(ByteBuffer.wrap(new byte[] {1, -1}), null),
        new Chunk(List.of(0, 70_000, 3), TIME),
        new Score(
            "text",
            3,
            12L,
            TIME,
            2,
            5,
            4,
            9.5,
            1.9,
            100L,
            2.5,
            2.25,
            -0.5,
            7L,
            11.5,
            SYMBOL_BITS,
            null,
            null),
        new Score(
            "text",
            3,
            12L,
            TIME,
            1,
            0,
            null,
            0.0,
            0.0,
            0L,
            0.0,
            0.0,
            null,
            0L,
            0.0,
            null,
            "heap",
            List.of(new Range("heap", null, -1.5, 2.0, 1e9))),
        vectors(),
        future(),
        new Prediction(
            9L,
            TIME,
            List.of(new Candidate(101, 0.5f), new Candidate(32, 0.25f)),
            ByteBuffer.wrap(new byte[] {101, 32}),
            7L,
            List.of()),
        rejected(),
        alert(),
        new Incident(
            "text/3@12",
            "web-1",
            IncidentStatus.CLOSED,
            List.of(AlertKind.SURPRISE, AlertKind.RATE),
            TIME,
            TIME.plusMillis(7),
            TIME.plusMillis(9),
            12L,
            5,
            alert(),
            "kernel panic at #",
            "rule-1"),
        new Feedback(
            FeedbackAction.FINE,
            "web-1",
            List.of("kernel panic at #"),
            TIME,
            null,
            "text/0@123",
            "maintenance",
            null,
            TIME),
        new ModelChunk(
            ModelMessageKind.CHANGE,
            -5L,
            1,
            8L,
            4096L,
            Encoding.BF16,
            1,
            2,
            ByteBuffer.wrap(new byte[] {4, 5})),
        new ModelChunk(
            ModelMessageKind.MODEL, 6L, 0, 8L, 0L, null, 0, 1, ByteBuffer.wrap(new byte[] {4})));
  }

  private static Alert alert() {
    return Alert.newBuilder()
        .setTopic("text")
        .setPartition(3)
        .setOffset(12)
        .setEventTime(TIME)
        .setKind(AlertKind.RATE)
        .setScore(2.25)
        .setThreshold(1.8)
        .setText(List.of(7, 70_000, 8))
        .setRecordStart(1)
        .setStretchStart(1)
        .setStretchEnd(3)
        .setExpected(List.of(new Expected(List.of(70_000, 9), 0.75)))
        .setPattern("70000 8")
        .setLikeSeen(4)
        .setLikeLastSeen(TIME)
        .setRate(new RateChange(RateChangeKind.BURST, 200L, 1.5, 60_000L, 300L))
        .setIncident("text/3@12")
        .build();
  }

  private static Rejected rejected() {
    return new Rejected(
        "text", 1, 2L, TIME, "too long: é", 3, ByteBuffer.wrap(new byte[] {1, 2, 3}));
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsWhatItWrote(SpecificRecord value) throws IOException {
    AvroCodec<SpecificRecord> codec = codecOf(value);
    assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
  }

  @Test
  void writesWhatOtherAvroReadersRead() throws IOException {
    var reader = new BinaryMessageDecoder<GenericRecord>(new GenericData(), Chunk.getClassSchema());
    byte[] bytes = AvroCodec.of(Chunk.class).encode(new Chunk(List.of(5, 6), null));
    assertThat(reader.decode(bytes).get("symbols")).isEqualTo(List.of(5, 6));
  }

  private static Chunk vectors() {
    List<List<Double>> rows = List.of(Arrays.asList(1.5, null), List.of(-2.0, 1.0));
    return new Chunk(new Vectors(rows, List.of("cpu", "on"), List.of(TIME, TIME)), null);
  }

  private static Prediction future() {
    Quantile median = new Quantile(0.5, List.of(1.0, 2.0));
    Future cpu =
        new Future(
            "cpu", List.of(1.0, 2.5), List.of(0.5, 0.75), List.of(median), List.of(0.9, 3.0));
    return new Prediction(9L, TIME, List.of(), List.of(), 7L, List.of(cpu));
  }

  @Test
  void readsPredictionsOfEarlierReleases() throws IOException {
    GenericRecord earlier = new GenericData.Record(EarlierSchemas.of(Prediction.class)[0]);
    earlier.put("position", 9L);
    earlier.put("eventTime", TIME.toEpochMilli());
    earlier.put("candidates", List.of());
    earlier.put("continuation", ByteBuffer.wrap(new byte[] {101}));
    earlier.put("modelVersion", 7L);
    assertThat(AvroCodec.of(Prediction.class).decode(encode(earlier)))
        .isEqualTo(
            new Prediction(9L, TIME, List.of(), ByteBuffer.wrap(new byte[] {101}), 7L, List.of()));
  }

  @Test
  void readsChunksOfEarlierReleases() throws IOException {
    GenericRecord earlier = new GenericData.Record(EarlierSchemas.of(Chunk.class)[0]);
    earlier.put("symbols", List.of(5, 6));
    assertThat(AvroCodec.of(Chunk.class).decode(encode(earlier)))
        .isEqualTo(new Chunk(List.of(5, 6), null));
  }

  @Test
  void readsAnEarlierVersionWithDefaults() throws IOException {
    GenericRecord earlier = new GenericData.Record(EARLIER);
    earlier.put("symbols", List.of(5, 6));
    assertThat(AvroCodec.of(Chunk.class, EARLIER).decode(encode(earlier)))
        .isEqualTo(new Chunk(List.of(5, 6), null));
  }

  @Test
  void readsALaterVersionWithoutItsNewField() throws IOException {
    GenericRecord later = new GenericData.Record(LATER);
    later.put("attempt", 3);
    later.put("topic", "text");
    later.put("partition", 1);
    later.put("offset", 2L);
    later.put("timestamp", TIME.toEpochMilli());
    later.put("reason", "too long: é");
    later.put("size", 3);
    later.put("value", ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(AvroCodec.of(Rejected.class, LATER).decode(encode(later))).isEqualTo(rejected());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void readsScoresOfEarlierReleases(int version) throws IOException {
    GenericRecord earlier = new GenericData.Record(EarlierSchemas.of(Score.class)[version - 1]);
    earlier.put("topic", "text");
    earlier.put("partition", 3);
    earlier.put("offset", 12L);
    earlier.put("eventTime", TIME.toEpochMilli());
    earlier.put("symbols", 5);
    earlier.put("characters", 4);
    earlier.put("bits", 9.5);
    earlier.put("bpc", 1.9);
    earlier.put("keySymbols", 100L);
    earlier.put("keyBpc", 2.5);
    earlier.put("keyFadingBpc", 2.25);
    earlier.put("surprise", -0.5);
    earlier.put("modelVersion", 7L);
    if (version >= 2) {
      earlier.put("networkBits", 11.5);
    }
    if (version >= 3) {
      earlier.put("symbolBits", SYMBOL_BITS);
    }
    if (version == 4) {
      earlier.put("novelty", 17.5);
    }
    if (version >= 5) {
      earlier.put("records", 1);
    }

    double networkBits = version >= 2 ? 11.5 : 0;
    ByteBuffer symbolBits = version >= 3 ? SYMBOL_BITS : null;
    assertThat(AvroCodec.of(Score.class).decode(encode(earlier)))
        .isEqualTo(
            new Score(
                "text",
                3,
                12L,
                TIME,
                1,
                5,
                4,
                9.5,
                1.9,
                100L,
                2.5,
                2.25,
                -0.5,
                7L,
                networkBits,
                symbolBits,
                null,
                null));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void readsAlertsOfEarlierReleases(int version) throws IOException {
    GenericRecord earlier = earlierAlert(EarlierSchemas.of(Alert.class)[version - 1]);
    assertThat(AvroCodec.of(Alert.class).decode(encode(earlier))).isEqualTo(alertOfNow());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void readsIncidentsOfEarlierReleases(int version) throws IOException {
    Schema schema = EarlierSchemas.of(Incident.class)[version - 1];
    Schema kinds = schema.getField("kinds").schema();
    GenericRecord earlier = new GenericData.Record(schema);
    earlier.put("id", "text/3@12");
    earlier.put("key", "a");
    earlier.put("status", new GenericData.EnumSymbol(schema.getField("status").schema(), "OPEN"));
    earlier.put(
        "kinds",
        new GenericData.Array<>(
            kinds, List.of(new GenericData.EnumSymbol(kinds.getElementType(), "DRIFT"))));
    earlier.put("firstSeen", TIME.toEpochMilli());
    earlier.put("lastSeen", TIME.toEpochMilli());
    earlier.put("updated", TIME.toEpochMilli());
    earlier.put("count", 1L);
    earlier.put("priority", 2);
    earlier.put("best", earlierAlert(schema.getField("best").schema()));
    earlier.put("pattern", "a #");
    assertThat(AvroCodec.of(Incident.class).decode(encode(earlier)))
        .isEqualTo(
            Incident.newBuilder()
                .setId("text/3@12")
                .setKey("a")
                .setStatus(IncidentStatus.OPEN)
                .setKinds(List.of(AlertKind.DRIFT))
                .setFirstSeen(TIME)
                .setLastSeen(TIME)
                .setUpdated(TIME)
                .setCount(1)
                .setPriority(2)
                .setBest(alertOfNow())
                .setPattern("a #")
                .build());
  }

  private static GenericRecord earlierAlert(Schema schema) {
    GenericRecord earlier = new GenericData.Record(schema);
    earlier.put("topic", "text");
    earlier.put("partition", 3);
    earlier.put("offset", 12L);
    earlier.put("eventTime", TIME.toEpochMilli());
    earlier.put("kind", new GenericData.EnumSymbol(schema.getField("kind").schema(), "DRIFT"));
    earlier.put("score", 51.5);
    earlier.put("threshold", 50.0);
    earlier.put("text", ByteBuffer.wrap(new byte[] {7, 8}));
    earlier.put("recordStart", 1);
    Schema.Field words = schema.getField("rareWords");
    if (words != null) {
      GenericRecord word = new GenericData.Record(words.schema().getElementType());
      word.put("start", 1);
      word.put("end", 2);
      word.put("before", 0);
      earlier.put("rareWords", List.of(word));
    }
    if (schema.getField("expected") != null) {
      earlier.put("expected", List.of());
      earlier.put("pattern", "");
      earlier.put("likeSeen", 0L);
      earlier.put("incident", "");
    }
    for (Schema.Field field : schema.getFields()) {
      if (earlier.get(field.pos()) == null && field.hasDefaultValue()) {
        earlier.put(field.pos(), GenericData.get().getDefaultValue(field));
      }
    }
    return earlier;
  }

  private static Alert alertOfNow() {
    return Alert.newBuilder()
        .setTopic("text")
        .setPartition(3)
        .setOffset(12)
        .setEventTime(TIME)
        .setKind(AlertKind.DRIFT)
        .setScore(51.5)
        .setThreshold(50.0)
        .setText(ByteBuffer.wrap(new byte[] {7, 8}))
        .setRecordStart(1)
        .build();
  }

  @Test
  void anIncidentHoldsAnAlertOfTheSameVersion() {
    assertThat(Incident.getClassSchema().getField("best").schema())
        .isEqualTo(Alert.getClassSchema());
  }

  @Test
  void refusesAVersionThatCannotBeResolved() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AvroCodec.of(Rejected.class, Score.getClassSchema()))
        .withMessageContaining("io.hyperstream.schemas.Rejected");
  }

  @Test
  void namesAnUnknownFingerprintAndTheKnownOnes() {
    byte[] bytes = AvroCodec.of(Chunk.class).encode(new Chunk(List.of(), null));
    Arrays.fill(bytes, 2, 10, (byte) 0xab);
    assertThatIOException()
        .isThrownBy(() -> AvroCodec.of(Chunk.class, EARLIER).decode(bytes))
        .withMessageContaining("abababababababab")
        .withMessageMatching(".*known versions of Chunk have [0-9a-f]{16}, [0-9a-f]{16}");
  }

  @Test
  void saysWhatIsNoSingleObject() {
    for (byte[] bytes :
        List.of(new byte[0], new byte[] {(byte) 0xc3, 1}, "plain text".getBytes())) {
      assertThatIOException()
          .isThrownBy(() -> AvroCodec.of(Chunk.class).decode(bytes))
          .withMessageStartingWith("not Chunk in Avro single-object encoding");
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void refusesEveryTruncation(SpecificRecord value) {
    AvroCodec<SpecificRecord> codec = codecOf(value);
    byte[] bytes = codec.encode(value);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIOException().isThrownBy(() -> codec.decode(cut));
    }
    assertThatIOException()
        .isThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length - 1)))
        .withMessageEndingWith("is cut off");
  }

  @Test
  void refusesTrailingBytes() {
    AvroCodec<Rejected> codec = AvroCodec.of(Rejected.class);
    byte[] bytes = codec.encode(rejected());
    assertThatIOException()
        .isThrownBy(() -> codec.decode(Arrays.copyOf(bytes, bytes.length + 2)))
        .withMessage("2 bytes follow the end of Rejected");
  }

  @Test
  void absurdLengthsAllocateNothing() throws IOException {
    for (long length : new long[] {Integer.MAX_VALUE - 8, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      for (int branch : new int[] {0, 1}) {
        byte[] bytes = chunkClaiming(branch, length);
        assertThatIOException().isThrownBy(() -> AvroCodec.of(Chunk.class).decode(bytes));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void noiseIsNothingWorseThanAnIOException(SpecificRecord value) {
    AvroCodec<SpecificRecord> codec = codecOf(value);
    byte[] good = codec.encode(value);
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = Arrays.copyOf(good, 10 + random.nextInt(60));
      if (i % 2 == 0) {
        byte[] noise = new byte[bad.length - 10];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bad, 10, noise.length);
      } else {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        codec.decode(bad);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining(value.getSchema().getName());
      }
    }
  }

  private static byte[] chunkClaiming(int branch, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(AvroCodec.of(Chunk.class).encode(new Chunk(List.of(), null)), 0, 10);
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeIndex(branch);
    encoder.writeLong(length);
    encoder.writeLong(1);
    return out.toByteArray();
  }

  private static byte[] encode(GenericRecord record) throws IOException {
    var encoder = new BinaryMessageEncoder<GenericRecord>(new GenericData(), record.getSchema());
    ByteBuffer buffer = encoder.encode(record);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @SuppressWarnings("unchecked")
  private static AvroCodec<SpecificRecord> codecOf(SpecificRecord value) {
    return AvroCodec.of((Class<SpecificRecord>) value.getClass());
  }
}
