package io.hyperstream.job.learn.settings;

import io.hyperstream.job.exchange.ModelFiles;
import io.hyperstream.job.exchange.PublishedStart;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.Provenance;
import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.file.DType;
import io.hyperstream.model.file.Destination;
import io.hyperstream.model.file.Group;
import io.hyperstream.model.file.LearnerFile;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.start.BundledStart;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where the weights of learners come from and go to, beside their own state.
 *
 * @param start what learners without state begin with
 * @param file path or URI of the weights to begin with, on any of Flink's file systems; null if
 *     they do not come from a file
 * @param published the model to begin with, for TOPIC; null until it has been looked up
 * @param moments whether learners begin with what the optimiser in the file knows, too
 * @param anchor share of the distance from the file's weights that weights lose with each update
 * @param save local path that the weights are written to when the input has ended, or null
 * @param provenance what is written with them, and with all that is published or kept
 */
public record ModelSettings(
    ModelStart start,
    String file,
    boolean moments,
    double anchor,
    PublishedStart published,
    String save,
    Provenance provenance)
    implements Serializable {

  /** Learners know nothing at first, and their weights go nowhere. */
  public static final ModelSettings FRESH = new ModelSettings(ModelStart.FRESH, null, null);

  public ModelSettings {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(provenance, "provenance");
    if ((start == ModelStart.FILE) != (file != null)) {
      throw new InvalidValueException(
          "file",
          "must be given for FILE and for nothing else, but is %s for %s".formatted(file, start));
    }
  }

  public ModelSettings(ModelStart start, String file, String save) {
    this(start, file, false, 0, null, save, Provenance.UNKNOWN);
  }

  /** The same with a model that was looked up. */
  public ModelSettings from(PublishedStart model) {
    return new ModelSettings(start, file, moments, anchor, model, save, provenance);
  }

  /** The same with where the learners come from. */
  public ModelSettings with(Provenance value) {
    return new ModelSettings(start, file, moments, anchor, published, save, value);
  }

  /** The same with other uses of the file. */
  public ModelSettings with(boolean moments, double anchor) {
    return new ModelSettings(start, file, moments, anchor, published, save, provenance);
  }

  /**
   * The weights to begin with, or nothing for start values.
   *
   * @throws IOException if they cannot be read
   * @throws IllegalArgumentException if they are of a network of another shape, or of a topic and
   *     not looked up
   */
  public Optional<NetworkWeights> load(HyperLstmConfig network) throws IOException {
    return switch (start) {
      case FRESH -> Optional.empty();
      case BUNDLED -> Optional.of(BundledStart.of(network).learner().weights());
      case FILE -> Optional.of(read(network, Set.of()).weights());
      case TOPIC -> {
        if (published == null) {
          throw new IllegalArgumentException(
              "a Kafka of its own has no model yet; take one out of a topic (hyperstream model export) and begin with the file");
        }
        yield Optional.of(fitting(published.read(network), published.toString(), network));
      }
    };
  }

  private LearnerSnapshot read(HyperLstmConfig network, Set<Group> groups) throws IOException {
    LearnerSnapshot learner = ModelFiles.read(file, groups);
    fitting(learner.weights(), file, network);
    return learner;
  }

  /** Begins with the file: its weights, and what it has for contexts and is asked for. */
  private void beginWithFile(Learner learner) throws IOException {
    LearnerConfig config = learner.config();
    Set<Group> groups = EnumSet.noneOf(Group.class);
    if (moments) {
      groups.add(Group.OPTIMISER);
    }
    if (config.context().isOn()) {
      groups.add(Group.START);
    }
    LearnerSnapshot begun = read(config.network(), groups);
    if (moments) {
      requireMoments(begun);
      learner.startFrom(begun);
    } else {
      learner.startFrom(begun.weights());
    }
    if (begun.start() != null) {
      begun.start().requireFits(config.context(), file);
      learner.startFrom(begun.start());
    }
  }

  private void requireMoments(LearnerSnapshot learner) {
    if (learner.optimiser() == null) {
      throw new IllegalArgumentException(
          "%s has weights alone, but model.moments asks for what the optimiser knows too; write it with it (model export --with optimiser), or leave the option out"
              .formatted(file));
    }
  }

  private static NetworkWeights fitting(
      NetworkWeights weights, String origin, HyperLstmConfig network) {
    try {
      weights.requireShapeOf(network);
      return weights;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the weights in %s do not fit, %s: they are of %s, but the options say %s"
              .formatted(origin, e.getMessage(), weights.network(), network));
    }
  }

  /**
   * Gives a learner that has seen nothing what it is to begin with: weights, what there is for its
   * context model, and what the optimiser knows if that is asked for. Errors are as of {@link
   * #load}.
   *
   * @throws IllegalArgumentException also if the file lacks what the optimiser knows, and that is
   *     asked for, or if its contexts do not fit
   */
  public void begin(Learner learner) throws IOException {
    if (start == ModelStart.BUNDLED) {
      BundledStart.of(learner.config().network()).applyTo(learner);
    } else if (start == ModelStart.FILE) {
      beginWithFile(learner);
    } else {
      load(learner.config().network()).ifPresent(learner::startFrom);
    }
    goOn(learner);
  }

  /** Gives a learner that begins, or was restored, what no snapshot keeps; errors likewise. */
  public void goOn(Learner learner) throws IOException {
    if (anchor > 0) {
      learner.anchor(load(learner.config().network()).orElseThrow(), anchor);
    }
  }

  /**
   * Sees whether what is learned can be written to where it is wanted, before it is learned.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void requireDestination() {
    requireDestination(save);
  }

  /**
   * The same of a path, or null.
   *
   * @throws IllegalArgumentException if nothing can be written there
   */
  public static void requireDestination(String save) {
    if (save != null) {
      try {
        Destination.require(Path.of(save));
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "the weights cannot be saved at the end of the input (model.save): " + e.getMessage(),
            e);
      }
    }
  }

  /** Writes what has been learned to where it is wanted: the input has ended. */
  public void end(Learner learner) throws IOException {
    if (save != null) {
      LearnerSnapshot saved =
          LearnerSnapshot.of(learner.networkWeights(), provenance).with(learner.contextStart());
      LearnerFile.of(saved, Set.of(Group.START), DType.F32).save(Path.of(save));
    }
  }
}
