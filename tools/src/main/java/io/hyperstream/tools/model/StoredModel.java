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
 * A learner that was found somewhere: its weights, and what else there is of it.
 *
 * @param origin what they are of, in words
 * @param learners of a savepoint: all there are in it; else none
 */
public record StoredModel(String origin, LearnerSnapshot learner, List<StoredLearner> learners) {

  StoredModel(String origin, LearnerSnapshot learner) {
    this(origin, learner, List.of());
  }

  public NetworkWeights weights() {
    return learner.weights();
  }

  /**
   * Finds the model in a learner file, or in the folder of a savepoint or checkpoint.
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
                    "There is no learner %d in %s: it has those from 0 to %d"
                        .formatted(number, folder, all.size() - 1)));
  }
}
