package io.hyperstream.job.exchange;

import io.hyperstream.job.serialization.ImmutableSerializer;
import io.hyperstream.job.serialization.PrimitiveArrays;
import io.hyperstream.model.sync.Encoding;
import io.hyperstream.model.sync.WeightChange;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializer of {@link LearnEvent}s. */
public final class LearnEventSerializer extends ImmutableSerializer<LearnEvent> {

  private static final long serialVersionUID = 1;

  @Override
  public void serialize(LearnEvent event, DataOutputView out) throws IOException {
    boolean sync = event instanceof SyncEvent;
    out.writeBoolean(sync);
    if (sync) {
      write((SyncEvent) event, out);
    } else {
      write((FeedbackEvent) event, out);
    }
  }

  private static void write(SyncEvent event, DataOutputView out) throws IOException {
    out.writeLong(event.session());
    out.writeBoolean(event.isBegin());
    if (!event.isBegin()) {
      WeightChange change = event.change();
      out.writeInt(change.learner());
      out.writeLong(change.number());
      out.writeLong(change.symbols());
      out.writeUTF(change.encoding().name());
      PrimitiveArrays.write(change.payload(), out);
    }
  }

  private static void write(FeedbackEvent event, DataOutputView out) throws IOException {
    out.writeUTF(event.id());
    out.writeBoolean(event.value() != null);
    if (event.value() != null) {
      PrimitiveArrays.write(event.value(), out);
    }
  }

  @Override
  public LearnEvent deserialize(DataInputView in) throws IOException {
    return in.readBoolean() ? readSync(in) : readFeedback(in);
  }

  private static SyncEvent readSync(DataInputView in) throws IOException {
    long session = in.readLong();
    if (in.readBoolean()) {
      return SyncEvent.begin(session);
    }
    int learner = in.readInt();
    long number = in.readLong();
    long symbols = in.readLong();
    Encoding encoding = Encoding.valueOf(in.readUTF());
    byte[] payload = PrimitiveArrays.readBytes(in);
    return new SyncEvent(session, new WeightChange(learner, number, symbols, encoding, payload));
  }

  private static FeedbackEvent readFeedback(DataInputView in) throws IOException {
    String id = in.readUTF();
    return new FeedbackEvent(id, in.readBoolean() ? PrimitiveArrays.readBytes(in) : null);
  }

  @Override
  public TypeSerializerSnapshot<LearnEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has no parameters: its class is its version. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LearnEvent> {
    public Snapshot() {
      super(LearnEventSerializer::new);
    }
  }
}
