package io.hyperstream.job.model;

import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.NetworkWeights;
import io.hyperstream.model.sync.LearnerAverage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.core.fs.Path;

/**
 * Weights that were found somewhere.
 *
 * @param origin what they are of, in words
 */
public record StoredModel(String origin, NetworkWeights weights) {

  /**
   * Finds the weights in a safetensors file, or in the folder of a savepoint or checkpoint.
   *
   * @param source path or URI
   * @param learner number of the one that is wanted of several in a savepoint; without it their
   *     mean, which is what another number of learners would go on from
   * @throws IOException if there are none
   */
  public static StoredModel read(String source, OptionalInt learner) throws IOException {
    if (isFolder(source)) {
      return ofSavepoint(source, SavepointLearners.read(source), learner);
    }
    if (learner.isPresent()) {
      throw new IOException(source + " is a file: it has one model, and no learners");
    }
    return new StoredModel("file " + source, ModelFiles.read(source));
  }

  private static boolean isFolder(String source) throws IOException {
    Path path = ModelFiles.path(source);
    try {
      return path.getFileSystem().getFileStatus(path).isDir();
    } catch (FileNotFoundException e) {
      throw new IOException("There is no file or folder " + source);
    }
  }

  private static StoredModel ofSavepoint(
      String folder, List<LearnerSnapshot> learners, OptionalInt number) throws IOException {
    if (number.isEmpty()) {
      String which = learners.size() == 1 ? "learner" : "mean of %d learners";
      return of(LearnerAverage.of(learners, 0), which.formatted(learners.size()) + " in " + folder);
    }
    int wanted = number.getAsInt();
    return of(
        learners.stream()
            .filter(learner -> learner.number() == wanted)
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        "There is no learner %d in %s: it has those from 0 to %d"
                            .formatted(wanted, folder, learners.size() - 1))),
        "learner %d of %d in %s".formatted(wanted, learners.size(), folder));
  }

  private static StoredModel of(LearnerSnapshot learner, String origin) {
    return new StoredModel(
        origin, new NetworkWeights(learner.network(), learner.updates(), learner.weights()));
  }
}
