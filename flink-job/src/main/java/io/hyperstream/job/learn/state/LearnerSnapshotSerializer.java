package io.hyperstream.job.learn.state;

import io.hyperstream.job.serialization.ImmutableSerializer;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.DataInputViewStream;
import org.apache.flink.api.java.typeutils.runtime.DataOutputViewStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes what a learner has learned. Each value begins with the version of its format; a newer one
 * than this is refused.
 */
public final class LearnerSnapshotSerializer extends ImmutableSerializer<LearnerSnapshot> {

  private static final long serialVersionUID = 1;

  /** A {@link LearnerFile} and its length before it. Lower ones: {@link EarlierLearnerFormats}. */
  private static final int VERSION = 6;

  @Override
  public void serialize(LearnerSnapshot snapshot, DataOutputView out) throws IOException {
    LearnerFile file = LearnerFile.of(snapshot, Group.ALL, DType.F32);
    out.writeByte(VERSION);
    out.writeLong(file.size());
    file.writeTo(new DataOutputViewStream(out));
  }

  @Override
  public LearnerSnapshot deserialize(DataInputView in) throws IOException {
    int version = FormatVersion.readKnown(in, VERSION, "learner");
    if (version < VERSION) {
      return EarlierLearnerFormats.read(version, in);
    }
    long size = in.readLong();
    return LearnerFile.read("the stored learner", new DataInputViewStream(in), size, Group.ALL);
  }

  @Override
  public TypeSerializerSnapshot<LearnerSnapshot> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Says nothing of the format: each value does. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LearnerSnapshot> {
    public Snapshot() {
      super(LearnerSnapshotSerializer::new);
    }
  }
}
