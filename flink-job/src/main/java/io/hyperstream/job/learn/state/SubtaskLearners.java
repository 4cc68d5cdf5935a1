package io.hyperstream.job.learn.state;

import io.hyperstream.model.LearnerSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.DefaultOperatorStateBackendBuilder;
import org.apache.flink.runtime.state.OperatorStateBackend;
import org.apache.flink.runtime.state.OperatorStateHandle;

/** Reads learners from the checkpointed state of a subtask, without a job. */
public final class SubtaskLearners {

  private SubtaskLearners() {}

  /** The learners in the state of a subtask of any operator: none, or one. */
  public static List<LearnerSnapshot> read(OperatorSubtaskState subtask) throws IOException {
    List<LearnerSnapshot> learners = new ArrayList<>();
    for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
      learners.addAll(read(handle));
    }
    return learners;
  }

  private static List<LearnerSnapshot> read(OperatorStateHandle handle) throws IOException {
    if (!LearnerStates.isIn(handle.getStateNameToPartitionOffsets().keySet())) {
      return List.of();
    }
    try (CloseableRegistry open = new CloseableRegistry();
        OperatorStateBackend backend = restore(handle, open)) {
      return LearnerStates.read(backend);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // as Flink declares it
      throw new IOException("The state of a learner cannot be read: " + e.getMessage(), e);
    }
  }

  private static OperatorStateBackend restore(OperatorStateHandle handle, CloseableRegistry open)
      throws IOException {
    return new DefaultOperatorStateBackendBuilder(
            SubtaskLearners.class.getClassLoader(),
            new ExecutionConfig(),
            false,
            List.of(handle),
            open)
        .build();
  }
}
