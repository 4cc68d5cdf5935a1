package io.hyperstream.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.hyperstream.job.input.InputRecord;
import io.hyperstream.job.input.RawRecord;
import io.hyperstream.job.output.OutputRecord;
import io.hyperstream.job.serialization.SerializerTypeInfo;
import io.hyperstream.model.observation.Observations;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordSerializersTest {

  static Stream<Object> records() {
    String allBytes = new String(allChars());
    return Stream.of(
        new RawRecord("text", 3, 1L << 40, -1, null, null),
        new RawRecord("tëxt", 0, 0, 5, new byte[0], new byte[] {1, -1}),
        input(allBytes, Observations.ofBytes((byte) 0, (byte) 127, (byte) -1)),
        input("", Observations.ofBytes(new byte[100_000])),
        input("k", Observations.ofIds(0, 255, 1 << 20)),
        input("k", Observations.ofIds()),
        input("k", null),
        new OutputRecord(new byte[] {1}, new byte[1_000], 12),
        new OutputRecord(new byte[0], new byte[0], -1));
  }

  private static InputRecord input(String key, Observations observations) {
    return new InputRecord(key, "text", 3, 9, 7, observations, InputRecord.NO_CHARACTERS);
  }

  private static char[] allChars() {
    char[] chars = new char[70_000];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (i & 0xFF);
    }
    return chars;
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsWhatItWroteAndNoMore(Object record) throws IOException {
    TypeSerializer<Object> serializer = serializerOf(record);
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(record, out);
    out.write(99);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThat(serializer.deserialize(serializer.createInstance(), in))
        .usingRecursiveComparison()
        .isEqualTo(record);
    assertThat(in.available()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("records")
  void copiesShareNothing(Object record) throws IOException {
    TypeSerializer<Object> serializer = serializerOf(record);
    Object copy = serializer.copy(record);
    assertThat(copy).isNotSameAs(record).usingRecursiveComparison().isEqualTo(record);
    if (record instanceof RawRecord raw && raw.value != null) {
      assertThat(((RawRecord) copy).value).isNotSameAs(raw.value);
    }
    if (record instanceof InputRecord input && !input.isTombstone()) {
      assertThat(((InputRecord) copy).observations).isNotSameAs(input.observations);
    }
    if (record instanceof OutputRecord output) {
      assertThat(((OutputRecord) copy).value).isNotSameAs(output.value);
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void copiesBetweenViews(Object record) throws IOException {
    TypeSerializer<Object> serializer = serializerOf(record);
    DataOutputSerializer first = new DataOutputSerializer(16);
    serializer.serialize(record, first);
    DataOutputSerializer second = new DataOutputSerializer(16);
    serializer.copy(new DataInputDeserializer(first.getCopyOfBuffer()), second);
    assertThat(second.getCopyOfBuffer()).isEqualTo(first.getCopyOfBuffer());
  }

  @ParameterizedTest
  @MethodSource("records")
  void aStoredSnapshotRestoresTheSerializer(Object record) throws IOException {
    TypeSerializer<Object> serializer = serializerOf(record);
    DataOutputSerializer out = new DataOutputSerializer(16);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<Object> restored =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
  }

  @Test
  void aByteOfTextTakesOneByte() throws IOException {
    assertThat(size(Observations.ofBytes(new byte[1000])) - size(Observations.ofBytes()))
        .isEqualTo(1000);
    assertThat(size(Observations.ofIds(new int[1000])) - size(Observations.ofIds()))
        .isEqualTo(4000);
  }

  private static int size(Observations observations) throws IOException {
    InputRecord record = input("k", observations);
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializerOf(record).serialize(record, out);
    return out.length();
  }

  @Test
  void typesWithDifferentClassesDiffer() {
    assertThat(TypeInformation.of(RawRecord.class))
        .isEqualTo(TypeInformation.of(RawRecord.class))
        .hasSameHashCodeAs(TypeInformation.of(RawRecord.class))
        .isNotEqualTo(TypeInformation.of(OutputRecord.class));
  }

  @SuppressWarnings("unchecked")
  private static TypeSerializer<Object> serializerOf(Object record) {
    TypeInformation<Object> info = (TypeInformation<Object>) TypeInformation.of(record.getClass());
    assertThat(info).isInstanceOf(SerializerTypeInfo.class);
    return info.createSerializer(new SerializerConfigImpl());
  }
}
