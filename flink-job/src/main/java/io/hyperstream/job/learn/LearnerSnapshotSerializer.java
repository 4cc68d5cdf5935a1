package io.hyperstream.job.learn;

import io.hyperstream.model.LearnerSnapshot;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;

/**
 * The name that the serializer had in releases before its package was split; see {@link Snapshot}.
 */
public final class LearnerSnapshotSerializer {

  private LearnerSnapshotSerializer() {}

  /** Savepoints of those releases name this class. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LearnerSnapshot> {
    public Snapshot() {
      super(io.hyperstream.job.learn.state.LearnerSnapshotSerializer::new);
    }
  }
}
