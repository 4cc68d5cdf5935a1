package io.hyperstream.job.progress;

import io.hyperstream.job.serialization.ImmutableSerializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.kafka.common.TopicPartition;

/** Serializer of {@link Progress}. */
public final class ProgressSerializer extends ImmutableSerializer<Progress> {

  private static final long serialVersionUID = 1;

  @Override
  public void serialize(Progress progress, DataOutputView out) throws IOException {
    out.writeUTF(progress.kind().name());
    out.writeInt(progress.offsets().size());
    for (Map.Entry<TopicPartition, Long> offset : progress.offsets().entrySet()) {
      out.writeUTF(offset.getKey().topic());
      out.writeInt(offset.getKey().partition());
      out.writeLong(offset.getValue());
    }
  }

  @Override
  public Progress deserialize(DataInputView in) throws IOException {
    Progress.Kind kind = Progress.Kind.valueOf(in.readUTF());
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      offsets.put(new TopicPartition(in.readUTF(), in.readInt()), in.readLong());
    }
    return new Progress(kind, offsets);
  }

  @Override
  public TypeSerializerSnapshot<Progress> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has no parameters: its class is its version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Progress> {
    public Snapshot() {
      super(ProgressSerializer::new);
    }
  }
}
