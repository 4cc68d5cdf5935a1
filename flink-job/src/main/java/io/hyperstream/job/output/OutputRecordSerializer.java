package io.hyperstream.job.output;

import io.hyperstream.job.serialization.RecordSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializer of {@link OutputRecord}. */
public final class OutputRecordSerializer extends RecordSerializer<OutputRecord> {

  private static final long serialVersionUID = 1;

  @Override
  public OutputRecord createInstance() {
    return new OutputRecord();
  }

  @Override
  public OutputRecord copy(OutputRecord from) {
    return new OutputRecord(from.key.clone(), from.value.clone(), from.timestamp);
  }

  @Override
  public void serialize(OutputRecord record, DataOutputView target) throws IOException {
    writeBytes(record.key, target);
    writeBytes(record.value, target);
    target.writeLong(record.timestamp);
  }

  @Override
  public OutputRecord deserialize(DataInputView source) throws IOException {
    return new OutputRecord(readBytes(source), readBytes(source), source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<OutputRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has no parameters: its class is its version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<OutputRecord> {
    public Snapshot() {
      super(OutputRecordSerializer::new);
    }
  }
}
