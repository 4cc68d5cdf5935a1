package io.hyperstream.job.input;

import io.hyperstream.job.serialization.ObservationRuns;
import io.hyperstream.job.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Serializer of {@link InputRecord}. The only such record in a checkpoint is the one that a key
 * holds, see {@code KeyState.held}: channels have none because unaligned checkpoints are refused. A
 * change of the format needs a new version of the key's state.
 */
public final class InputRecordSerializer extends RecordSerializer<InputRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public InputRecord createInstance() {
    return new InputRecord();
  }

  @Override
  public InputRecord copy(InputRecord from) {
    InputRecord copy =
        new InputRecord(
            from.key,
            from.topic,
            from.partition,
            from.offset,
            from.eventTime,
            from.isTombstone() ? null : from.observations.copy(),
            from.characters);
    copy.names = from.names;
    return copy;
  }

  @Override
  public void serialize(InputRecord record, DataOutputView target) throws IOException {
    writeBytes(StreamKey.toBytes(record.key), target);
    StringValue.writeString(record.topic, target);
    target.writeInt(record.partition);
    target.writeLong(record.offset);
    target.writeLong(record.eventTime);
    target.writeBoolean(record.isTombstone());
    if (!record.isTombstone()) {
      ObservationRuns.write(record.observations, target);
    }
    target.writeInt(record.characters);
    if (isVector(record)) {
      target.writeShort(record.names.length);
      for (String name : record.names) {
        StringValue.writeString(name, target);
      }
    }
  }

  private static boolean isVector(InputRecord record) {
    return !record.isTombstone() && record.observations.kind().isVector();
  }

  @Override
  public InputRecord deserialize(DataInputView source) throws IOException {
    InputRecord record =
        new InputRecord(
            StreamKey.of(readBytes(source)),
            StringValue.readString(source),
            source.readInt(),
            source.readLong(),
            source.readLong(),
            source.readBoolean() ? null : ObservationRuns.read(source),
            source.readInt());
    if (isVector(record)) {
      record.names = new String[source.readShort()];
      for (int i = 0; i < record.names.length; i++) {
        record.names[i] = StringValue.readString(source);
      }
    }
    return record;
  }

  @Override
  public TypeSerializerSnapshot<InputRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has no parameters: its class is its version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<InputRecord> {
    public Snapshot() {
      super(InputRecordSerializer::new);
    }
  }
}
