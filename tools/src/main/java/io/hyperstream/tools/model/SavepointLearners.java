package io.hyperstream.tools.model;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.job.learn.state.SubtaskLearners;
import io.hyperstream.model.LearnerSnapshot;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/** Reads the learners in a savepoint or a retained checkpoint. */
public final class SavepointLearners {

  private static final String METADATA = "_metadata";

  private SavepointLearners() {}

  /**
   * @param folder path or URI, as Flink names it
   * @return in the order of their numbers
   * @throws IOException if it is not a savepoint, or holds no learner
   */
  public static List<LearnerSnapshot> read(String folder) throws IOException {
    Path path = ModelFiles.path(folder);
    List<LearnerSnapshot> learners = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(openMetadata(folder))) {
      CheckpointMetadata checkpoint =
          Checkpoints.loadCheckpointMetadata(
              in, SavepointLearners.class.getClassLoader(), path.toString());
      for (OperatorState operator : checkpoint.getOperatorStates()) {
        for (OperatorSubtaskState subtask : operator.getStates()) {
          learners.addAll(SubtaskLearners.read(subtask));
        }
      }
    }
    if (learners.isEmpty()) {
      throw new IOException("There is no learner in " + folder + ": it belongs to another job");
    }
    learners.sort(Comparator.comparingInt(LearnerSnapshot::number));
    return learners;
  }

  private static BufferedInputStream openMetadata(String folder) throws IOException {
    Path path = ModelFiles.path(folder);
    FileSystem files = path.getFileSystem();
    try {
      return new BufferedInputStream(files.open(new Path(path, METADATA)));
    } catch (FileNotFoundException e) {
      String example =
          Arrays.stream(files.listStatus(path))
              .filter(FileStatus::isDir)
              .map(part -> part.getPath().getName())
              .filter(name -> name.matches("(chk|savepoint)-.*"))
              .max(Comparator.comparingInt(String::length).thenComparing(name -> name))
              .map(name -> ", such as " + new Path(path, name).getPath())
              .orElse("");
      throw new IOException(
          "%s has no file %s; name the folder of one savepoint or checkpoint%s"
              .formatted(folder, METADATA, example));
    }
  }
}
