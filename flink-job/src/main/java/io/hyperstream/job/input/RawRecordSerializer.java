package io.hyperstream.job.input;

import io.hyperstream.job.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Serializer of {@link RawRecord}. */
public final class RawRecordSerializer extends RecordSerializer<RawRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public RawRecord createInstance() {
    return new RawRecord();
  }

  @Override
  public RawRecord copy(RawRecord from) {
    return new RawRecord(
        from.topic,
        from.partition,
        from.offset,
        from.timestamp,
        from.key == null ? null : from.key.clone(),
        from.value == null ? null : from.value.clone());
  }

  @Override
  public void serialize(RawRecord record, DataOutputView target) throws IOException {
    StringValue.writeString(record.topic, target);
    target.writeInt(record.partition);
    target.writeLong(record.offset);
    target.writeLong(record.timestamp);
    writeBytes(record.key, target);
    writeBytes(record.value, target);
  }

  @Override
  public RawRecord deserialize(DataInputView source) throws IOException {
    return new RawRecord(
        StringValue.readString(source),
        source.readInt(),
        source.readLong(),
        source.readLong(),
        readBytes(source),
        readBytes(source));
  }

  @Override
  public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has no parameters: its class is its version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawRecord> {
    public Snapshot() {
      super(RawRecordSerializer::new);
    }
  }
}
