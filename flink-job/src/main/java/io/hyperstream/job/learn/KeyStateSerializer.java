package io.hyperstream.job.learn;

import io.hyperstream.job.learn.state.KeyState;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;

/**
 * The name that the serializer had in releases before its package was split; see {@link Snapshot}.
 */
public final class KeyStateSerializer {

  private KeyStateSerializer() {}

  /** Savepoints of those releases name this class. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<KeyState> {
    public Snapshot() {
      super(io.hyperstream.job.learn.state.KeyStateSerializer::new);
    }
  }
}
