package io.hyperstream.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hyperstream.model.observation.VectorObservations;
import io.hyperstream.schemas.AvroCodec;
import io.hyperstream.schemas.Chunk;
import io.hyperstream.schemas.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorDecoderTest {

  private static final long TIME = 1_700_000_000_000L;
  private static final VectorShape THREE = new VectorShape(3, 1, false, List.of());
  private static final VectorShape NAMED =
      new VectorShape(3, 0, true, List.of("cpu", "heap", "rate"));

  private static InputRecord decode(InputFormat format, VectorShape shape, byte[] value)
      throws RejectedException {
    DecodeSettings settings =
        new DecodeSettings("t", format, Separator.NEWLINE, 10_000, 0, shape, null);
    return new RecordDecoder(settings)
        .decode(new RawRecord("t", 0, 5, TIME, new byte[] {'k'}, value));
  }

  private static InputRecord decode(VectorShape shape, String value) throws RejectedException {
    return decode(InputFormat.VECTOR, shape, value.getBytes(StandardCharsets.UTF_8));
  }

  private static double[] numbers(InputRecord record) {
    return ((VectorObservations) record.observations).values();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5,-2e3,1",
        " 1.5 , -2e3 , 1 \n",
        "1.5 -2000 1",
        "1.5\t -2000   1\r\n",
        "[1.5,-2e3,1]",
        " [1.5, -2000, true]\n",
        "{\"a\":1.5,\"c\":1,\"b\":-2000}"
      })
  void aVectorIsALineOrAnArrayOrAnObject(String value) throws RejectedException {
    InputRecord record = decode(THREE, value);
    assertThat(numbers(record)).containsExactly(1.5, -2000, 1);
    assertThat(record.key).isEqualTo("k");
    assertThat(record.eventTime).isEqualTo(TIME);
    assertThat(record.characters).isEqualTo(InputRecord.NO_CHARACTERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1,,0", "1, ,0", "1 null 0", "[1,null,0]", "{\"a\":1,\"b\":null,\"c\":0}"})
  void whatIsEmptyOrNullIsMissing(String value) throws RejectedException {
    assertThat(numbers(decode(THREE, value))).containsExactly(1, Double.NaN, 0);
  }

  @Test
  void namesOfAnObjectNameTheNumbers() throws RejectedException {
    assertThat(decode(THREE, "{\"b\":1,\"c\":0,\"a\":2}").names).containsExactly("a", "b", "c");
    assertThat(decode(THREE, "1,2,0").names).isEmpty();
    assertThat(decode(NAMED, "1,2,3").names).containsExactly("cpu", "heap", "rate");
  }

  @Test
  void namedFieldsAreTakenAndOthersIgnored() throws RejectedException {
    InputRecord record =
        decode(
            NAMED, "{\"host\":\"a\",\"rate\":3,\"tags\":{\"cpu\":9},\"cpu\":1,\"more\":[1,[2]]}");
    assertThat(numbers(record)).containsExactly(1, Double.NaN, 3, TIME);
  }

  @Test
  void anObjectWithNoneOfTheNamedFieldsIsRejected() {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> decode(NAMED, "{\"CPU\":1}"))
        .withMessage("the object has none of the fields of vector.names: cpu;heap;rate");
  }

  /** A longer one could not be written as part of a key's state. */
  @Test
  void aLongNameIsRejected() throws RejectedException {
    String name = "n".repeat(VectorShape.MAX_NAME);
    String value = "{\"%s\":1,\"b\":2,\"c\":0}";
    assertThat(decode(THREE, value.formatted(name)).names).contains(name);
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> decode(THREE, value.formatted(name + "n")))
        .withMessageEndingWith("has 101 characters, but at most 100 are allowed");
    List<List<Double>> rows = List.of(List.of(1.0, 2.0, 0.0));
    Vectors named = new Vectors(rows, List.of("a", "b", "c".repeat(5_000)), List.of());
    rejected(chunk(named, null), "the name 'cccc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2 | the vector has 2 numbers, but vector.dimension is 3",
        "1,2,0,4 | the vector has 4 numbers",
        "1 2 | the vector has 2 numbers",
        "'' | the vector has 1 numbers",
        "[1,2] | the vector has 2 numbers",
        "{\"a\":1} | the vector has 1 numbers",
        "1,NaN,0 | number 2 is NaN, not finite",
        "1,-Infinity,0 | number 2 is -Infinity, not finite",
        "1,1e999,0 | number 2 is Infinity, not finite",
        "[1,1e999,0] | number 2 is Infinity, not finite",
        "[1,NaN,0] | malformed JSON at line 1, column",
        "1,2e200,0 | number 2 is 2.0E200, beyond the limit",
        "1,two,0 | number 2 is 'two', which is no number",
        "1,2d,0 | number 2 is '2d', which is no number",
        "1,0x10p1,0 | number 2 is '0x10p1', which is no number",
        "[1,\"2\",0] | number 2 is '2', which is no number",
        "[1,[2],0] | number 2 is '[', which is no number",
        "{\"a\":1,\"b\":\"x\",\"c\":0} | number 2 is 'x', which is no number",
        "1,2,0.5 | number 3 is 0.5, but the last 1 (vector.binary) are 0 or 1",
        "[1,2,0] 5 | there is more behind the JSON value",
        "[1,2 | malformed JSON at line 1, column"
      })
  void whatIsNoVectorIsRejectedWithTheReason(String value, String reason) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> decode(THREE, value))
        .withMessageStartingWith(reason);
  }

  private static byte[] chunk(Object observations, Instant time) {
    return AvroCodec.of(Chunk.class).encode(new Chunk(observations, time));
  }

  private static Vectors vectors(List<Instant> times, Double... numbers) {
    return new Vectors(List.of(Arrays.asList(numbers)), List.of(), times);
  }

  @Test
  void aChunkHasVectorsWithTheirTimes() throws RejectedException {
    Instant time = Instant.ofEpochMilli(7);
    Instant own = Instant.ofEpochMilli(9);
    List<List<Double>> rows = List.of(List.of(1.0, 2.0, 3.0), Arrays.asList(4.0, null, 6.0));
    Vectors two = new Vectors(rows, List.of("x", "y", "z"), List.of(own, time));
    InputRecord record = decode(InputFormat.AVRO, NAMED, chunk(two, time));
    assertThat(numbers(record)).containsExactly(1, 2, 3, 9, 4, Double.NaN, 6, 7);
    assertThat(record.names).containsExactly("x", "y", "z");
    assertThat(record.eventTime).isEqualTo(7);
    Vectors one = vectors(List.of(), 1.0, 2.0, 3.0);
    assertThat(numbers(decode(InputFormat.AVRO, NAMED, chunk(one, null))))
        .containsExactly(1, 2, 3, TIME);
  }

  @Test
  void aChunkOfAnotherKindOrShapeIsRejected() {
    rejected(chunk(List.of(1, 2), null), "the chunk has bytes or token ids");
    rejected(chunk(vectors(List.of(), 1.0), null), "the vector has 1 numbers");
    rejected(chunk(vectors(List.of(), 1.0, Double.NaN, 0.0), null), "number 2 is NaN");
    List<Instant> times = List.of(Instant.EPOCH, Instant.EPOCH);
    rejected(chunk(vectors(times, 1.0, 2.0, 0.0), null), "the chunk has 1 vectors, but 2 times");
    DecodeSettings symbols =
        new DecodeSettings("t", InputFormat.AVRO, Separator.NEWLINE, 10_000, 256, null, null);
    byte[] value = chunk(vectors(List.of(), 1.0, 2.0, 0.0), null);
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(
            () ->
                new RecordDecoder(symbols)
                    .decode(new RawRecord("t", 0, 5, TIME, new byte[] {'k'}, value)))
        .withMessageStartingWith("the chunk has vectors of numbers");
  }

  private static void rejected(byte[] value, String reason) {
    assertThatExceptionOfType(RejectedException.class)
        .isThrownBy(() -> decode(InputFormat.AVRO, THREE, value))
        .withMessageStartingWith(reason);
  }
}
