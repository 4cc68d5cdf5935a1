package io.hyperstream.job.learn.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** A value as a checkpoint has it: the snapshot of the serializer, then the value's bytes. */
final class StoredValue {

  private StoredValue() {}

  static <T> byte[] write(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  /** Reads what an older serializer wrote, as a restore does. */
  static <T> T read(TypeSerializer<T> current, byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    TypeSerializerSnapshot<T> old =
        TypeSerializerSnapshot.readVersionedSnapshot(in, StoredValue.class.getClassLoader());
    assertThat(current.snapshotConfiguration().resolveSchemaCompatibility(old).isCompatibleAsIs())
        .isTrue();
    T value = old.restoreSerializer().deserialize(in);
    assertThat(in.available()).as("bytes left over").isZero();
    return value;
  }

  /** The value's bytes alone, without the name of the serializer's snapshot. */
  static byte[] valueOnly(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    TypeSerializerSnapshot.readVersionedSnapshot(in, StoredValue.class.getClassLoader());
    byte[] value = new byte[in.available()];
    in.readFully(value);
    return value;
  }

  /** The bytes that an earlier release wrote, from the test resources. */
  static byte[] resource(String name) throws IOException {
    try (InputStream stream = StoredValue.class.getResourceAsStream(name)) {
      assertThat(stream).as("test resource %s", name).isNotNull();
      return stream.readAllBytes();
    }
  }
}
