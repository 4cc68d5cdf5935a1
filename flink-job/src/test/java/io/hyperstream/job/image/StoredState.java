package io.hyperstream.job.image;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;

/** The state of an operator in a file, which is the metadata of a savepoint. */
final class StoredState {

  private StoredState() {}

  static void write(OperatorSubtaskState state, Path file) throws IOException {
    OperatorState operator = new OperatorState("images", "images", new OperatorID(1, 1), 1, 1);
    operator.putState(0, state);
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(1, List.of(operator), List.of()), out);
    }
  }

  static OperatorSubtaskState read(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      return Checkpoints.loadCheckpointMetadata(
              in, StoredState.class.getClassLoader(), file.toString())
          .getOperatorStates()
          .iterator()
          .next()
          .getState(0);
    }
  }
}
