package io.hyperstream.model;

import io.hyperstream.model.config.InvalidValueException;
import io.hyperstream.model.context.ContextConfig;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.optim.AdamConfig;
import io.hyperstream.model.rehearsal.RehearsalConfig;
import io.hyperstream.model.rehearsal.RehearsalMemory;
import java.io.Serializable;
import java.util.Objects;

/**
 * Everything that decides what a learner learns: two learners of one config that see the same
 * batches have the same weights.
 *
 * @param network shape and start values of the network
 * @param adam the optimiser
 * @param rehearsal what of the past is learned again in each step
 * @param context what the network's predictions are mixed with; for streams of bytes only
 * @param dropout what each step drops, for training over the same text again; without rehearsal
 * @param window T: maximum length of a window, the truncation length of BPTT
 * @param batch B: maximum number of windows (of different keys) in one step
 * @param seed of the start values, and of what is rehearsed
 */
public record LearnerConfig(
    HyperLstmConfig network,
    AdamConfig adam,
    RehearsalConfig rehearsal,
    ContextConfig context,
    Dropout dropout,
    int window,
    int batch,
    long seed)
    implements Serializable {

  /** The maximum length of a window. */
  public static final int MAX_WINDOW = 4096;

  public LearnerConfig {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(adam, "adam");
    Objects.requireNonNull(rehearsal, "rehearsal");
    Objects.requireNonNull(context, "context");
    Objects.requireNonNull(dropout, "dropout");
    if (!dropout.isNone() && rehearsal.joining() > 0) {
      throw new InvalidValueException(
          "dropout", "must be off with rehearsal, which is for streams; train without rehearsal");
    }
    if (!dropout.isNone() && network.density() != null) {
      throw new InvalidValueException("dropout", "must be off for vectors: it is for symbols");
    }
    InvalidValueException.requireRange("window", window, 1, MAX_WINDOW);
    InvalidValueException.requireRange("batch", batch, 1, 4096);
    if (context.isOn() && network.vocabulary() != ObservationKind.BYTE_VALUES) {
      throw new InvalidValueException(
          "context",
          "must be off, since there is a context model only for bytes, a vocabulary of %d, but this one is %d"
              .formatted(ObservationKind.BYTE_VALUES, network.vocabulary()));
    }
    long min = RehearsalMemory.bytesPerWindow(network.observations(), window, network.stateSize());
    if (rehearsal.joining() > 0 && rehearsal.memoryBytes() < min) {
      throw new InvalidValueException(
          "memoryBytes",
          "must be at least %d bytes, which one window takes, but is %d"
              .formatted(min, rehearsal.memoryBytes()));
    }
  }

  /** A learner without dropout. */
  public LearnerConfig(
      HyperLstmConfig network,
      AdamConfig adam,
      RehearsalConfig rehearsal,
      ContextConfig context,
      int window,
      int batch,
      long seed) {
    this(network, adam, rehearsal, context, Dropout.NONE, window, batch, seed);
  }

  /** A learner without a context model. */
  public LearnerConfig(
      HyperLstmConfig network,
      AdamConfig adam,
      RehearsalConfig rehearsal,
      int window,
      int batch,
      long seed) {
    this(network, adam, rehearsal, ContextConfig.OFF, window, batch, seed);
  }

  /** Windows of a step: those of the batch, and those of the past that join it. */
  int maxWindows() {
    return batch + rehearsal.joining();
  }

  public LearnerConfig withContext(ContextConfig value) {
    return new LearnerConfig(network, adam, rehearsal, value, dropout, window, batch, seed);
  }
}
