package io.hyperstream.job.serialization;

import io.hyperstream.schemas.AvroCodec;
import java.io.IOException;
import java.util.Objects;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;

/**
 * Serializes a generated class in Avro's single-object encoding, so that records of earlier schemas
 * can be read, too.
 */
public final class AvroSerializer<T extends SpecificRecord> extends TypeSerializer<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private transient AvroCodec<T> codec;

  public AvroSerializer(Class<T> type) {
    this.type = Objects.requireNonNull(type, "type");
  }

  private AvroCodec<T> codec() {
    if (codec == null) {
      codec = AvroCodec.of(type);
    }
    return codec;
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return new AvroSerializer<>(type);
  }

  @Override
  public T createInstance() {
    return InstantiationUtil.instantiate(type);
  }

  @Override
  public T copy(T from) {
    return SpecificData.get().deepCopy(from.getSchema(), from);
  }

  @Override
  public T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(T record, DataOutputView target) throws IOException {
    PrimitiveArrays.write(codec().encode(record), target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    return codec().decode(PrimitiveArrays.readBytes(source));
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    PrimitiveArrays.write(PrimitiveArrays.readBytes(source), target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AvroSerializer<?> that && type == that.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>(type);
  }

  /** Names the class; each record names its schema. */
  public static final class Snapshot<T extends SpecificRecord>
      implements TypeSerializerSnapshot<T> {

    private static final int VERSION = 1;

    private Class<T> type;

    /** For Flink, which then reads it. */
    public Snapshot() {}

    Snapshot(Class<T> type) {
      this.type = type;
    }

    @Override
    public int getCurrentVersion() {
      return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(type.getName());
    }

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader classes)
        throws IOException {
      type = InstantiationUtil.resolveClassByName(in, classes);
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return new AvroSerializer<>(type);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> before) {
      return before instanceof Snapshot<T> that && that.type == type
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
