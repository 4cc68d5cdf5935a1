package io.hyperstream.tools.model;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.model.LearnerAverage;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.NetworkWeights;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.Path;

/**
 * A learner and where it was found: its weights, and any other groups.
 *
 * @param origin description of where it was found
 * @param learners all learners of a savepoint; empty for other sources
 */
public record StoredModel(String origin, LearnerSnapshot learner, List<StoredLearner> learners) {

  StoredModel(String origin, LearnerSnapshot learner) {
    this(origin, learner, List.of());
  }

  public NetworkWeights weights() {
    return learner.weights();
  }

  /**
   * Reads the model from a learner file, or from the folder of a savepoint or checkpoint.
   *
   * @param source path or URI
   * @param learner number of a learner in a savepoint; if empty, the mean of all learners, from
   *     which another number of learners would start
   * @throws IOException if there are no weights
   */
  public static StoredModel read(String source, OptionalInt learner) throws IOException {
    if (isFolder(source)) {
      return ofSavepoint(source, SavepointLearners.read(source), learner);
    }
    if (learner.isPresent()) {
      throw new IOException(source + " is a file: it has one model, and no learners");
    }
    return new StoredModel("file " + source, ModelFiles.read(source, Group.ALL));
  }

  /**
   * @throws IOException if the model does not have one of the groups
   */
  public void requireGroups(Set<Group> wanted) throws IOException {
    Set<Group> there = LearnerFile.groupsOf(learner);
    for (Group group : wanted) {
      if (!there.contains(group)) {
        throw new IOException(
            "There is no %s in the %s: beside the weights it has %s"
                .formatted(
                    group,
                    origin,
                    there.isEmpty()
                        ? "nothing"
                        : there.stream().map(Group::toString).collect(Collectors.joining(", "))));
      }
    }
  }

  /** Whether it is a learner file, not a folder, and one of a learner of images. */
  public static boolean isOfImages(String source) throws IOException {
    return !isFolder(source) && ModelFiles.isOfImages(source);
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
      String folder, List<LearnerSnapshot> all, OptionalInt number) throws IOException {
    LearnerSnapshot chosen;
    String which;
    if (number.isPresent()) {
      chosen = named(folder, all, number.getAsInt());
      which = "learner %d of %d".formatted(number.getAsInt(), all.size());
    } else {
      chosen = LearnerAverage.of(all);
      which = all.size() == 1 ? "learner" : "mean of %d learners".formatted(all.size());
    }
    return new StoredModel(
        which + " in " + folder, chosen, all.stream().map(StoredLearner::of).toList());
  }

  private static LearnerSnapshot named(String folder, List<LearnerSnapshot> all, int number)
      throws IOException {
    return all.stream()
        .filter(learner -> learner.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    "There is no learner %d in %s: its learners are 0 to %d"
                        .formatted(number, folder, all.size() - 1)));
  }
}
