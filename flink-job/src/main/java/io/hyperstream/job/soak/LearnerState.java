package io.hyperstream.job.soak;

import io.hyperstream.job.learn.LearnerSnapshotSerializer;
import io.hyperstream.model.LearnerSnapshot;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle.StateMetaInfo;

/** The learners in a savepoint. */
final class LearnerState {

  private static final String STATE = "learner";

  private LearnerState() {}

  /**
   * @param savepoint as Flink names it, a URI of a folder
   */
  static List<LearnerSnapshot> read(String savepoint) throws IOException {
    Path metadata = Path.of(URI.create(savepoint)).resolve("_metadata");
    List<LearnerSnapshot> learners = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(metadata)))) {
      CheckpointMetadata checkpoint =
          Checkpoints.loadCheckpointMetadata(in, LearnerState.class.getClassLoader(), savepoint);
      for (OperatorState operator : checkpoint.getOperatorStates()) {
        for (OperatorSubtaskState subtask : operator.getStates()) {
          for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
            learners.addAll(read(handle));
          }
        }
      }
    }
    return learners;
  }

  private static List<LearnerSnapshot> read(OperatorStateHandle handle) throws IOException {
    List<LearnerSnapshot> learners = new ArrayList<>();
    StateMetaInfo state = handle.getStateNameToPartitionOffsets().get(STATE);
    if (state == null) {
      return learners;
    }
    LearnerSnapshotSerializer serializer = new LearnerSnapshotSerializer();
    try (FSDataInputStream in = handle.openInputStream()) {
      for (long offset : state.getOffsets()) {
        in.seek(offset);
        learners.add(
            serializer.deserialize(new DataInputViewStreamWrapper(new BufferedInputStream(in))));
      }
    }
    return learners;
  }
}
