package io.hyperstream.job.exchange;

import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.WeightChange;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializer of {@link SyncEvent}, which is never changed: a copy of one is itself. */
public final class SyncEventSerializer extends TypeSerializerSingleton<SyncEvent> {

  private static final long serialVersionUID = 1;

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public SyncEvent createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public SyncEvent copy(SyncEvent from) {
    return from;
  }

  @Override
  public SyncEvent copy(SyncEvent from, SyncEvent reuse) {
    return from;
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public void serialize(SyncEvent event, DataOutputView out) throws IOException {
    out.writeLong(event.session());
    out.writeBoolean(event.isBegin());
    if (!event.isBegin()) {
      WeightChange change = event.change();
      out.writeInt(change.learner());
      out.writeLong(change.number());
      out.writeLong(change.symbols());
      out.writeUTF(change.encoding().name());
      out.writeInt(change.payload().length);
      out.write(change.payload());
    }
  }

  @Override
  public SyncEvent deserialize(DataInputView in) throws IOException {
    long session = in.readLong();
    if (in.readBoolean()) {
      return SyncEvent.begin(session);
    }
    int learner = in.readInt();
    long number = in.readLong();
    long symbols = in.readLong();
    Encoding encoding = Encoding.valueOf(in.readUTF());
    byte[] payload = new byte[in.readInt()];
    in.readFully(payload);
    return new SyncEvent(session, new WeightChange(learner, number, symbols, encoding, payload));
  }

  @Override
  public SyncEvent deserialize(SyncEvent reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public TypeSerializerSnapshot<SyncEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has no parameters: its class is its version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SyncEvent> {
    public Snapshot() {
      super(SyncEventSerializer::new);
    }
  }
}
