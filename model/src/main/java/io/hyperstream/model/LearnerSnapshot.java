package io.hyperstream.model;

import io.hyperstream.model.context.ContextSnapshot;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.net.HyperLstmConfig;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.rehearsal.RehearsalSnapshot;
import io.hyperstream.model.sync.SyncSnapshot;
import java.util.Objects;

/**
 * What a learner has learned, in groups. The weights are always there. A learner that goes on
 * exactly as if it had not stopped needs all groups that it has.
 *
 * @param number of the learner among several, from 0
 * @param optimiser what the optimiser keeps, or null if that is not known
 * @param rehearsal the past windows, or null if they are not known
 * @param context what the context model has learned, or null if there is none
 * @param sync what the learner keeps of sharing, or null if it does not share
 * @param provenance where all this comes from
 * @param start what the context model of another learner may begin with, or null if that is not
 *     known; a learner that goes on does not need it
 */
public record LearnerSnapshot(
    int number,
    NetworkWeights weights,
    Optimiser optimiser,
    RehearsalSnapshot rehearsal,
    ContextSnapshot context,
    SyncSnapshot sync,
    Provenance provenance,
    ContextStart start) {

  public LearnerSnapshot {
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(provenance, "provenance");
  }

  /** Without anything for another learner. */
  public LearnerSnapshot(
      int number,
      NetworkWeights weights,
      Optimiser optimiser,
      RehearsalSnapshot rehearsal,
      ContextSnapshot context,
      SyncSnapshot sync,
      Provenance provenance) {
    this(number, weights, optimiser, rehearsal, context, sync, provenance, null);
  }

  /**
   * What the optimiser keeps beside the weights.
   *
   * @param skipped how many steps left the weights alone because they were not finite
   * @param firstMoment Adam's mean of the gradient, in the order of the arena; empty when beta1 is
   *     0
   * @param secondMoment Adam's mean of the squared gradient, in the order of the arena
   * @param rowUpdates how often each symbol's row was updated
   */
  public record Optimiser(
      long skipped, float[] firstMoment, float[] secondMoment, int[] rowUpdates) {}

  /**
   * Sees whether a learner of this config can go on from it, before one takes any memory.
   *
   * @param name of the snapshot, for messages
   * @throws IllegalArgumentException if it belongs to another network or was learned in another
   *     way, or lacks what the optimiser keeps or the past windows (a learner can only {@link
   *     Learner#startFrom} weights alone), or has past windows that cannot be of that network
   */
  public void requireFits(LearnerConfig config, String name) {
    if (!network().observed().equals(config.network().observed())) {
      throw new IllegalArgumentException(
          "%s has learned %s, but the options say %s"
              .formatted(name, network().observed(), config.network().observed()));
    }
    if (!network().equals(config.network())) {
      throw new IllegalArgumentException(
          "%s holds the weights of %s, but the options say %s"
              .formatted(name, network(), config.network()));
    }
    if (optimiser == null || rehearsal == null) {
      throw new IllegalArgumentException(
          "%s lacks %s; start from its weights instead"
              .formatted(
                  name, optimiser == null ? "what the optimiser keeps" : "the past windows"));
    }
    rehearsal.requireFits(network().vocabulary(), name);
    boolean hasMean = optimiser.firstMoment().length > 0;
    if (hasMean != config.adam().beta1() > 0) {
      throw new IllegalArgumentException(
          "%s was learned with a beta1 of Adam %s, but the options say %s"
              .formatted(name, hasMean ? "above 0" : "of 0", config.adam().beta1()));
    }
    if (context != null && config.context().isOn()) {
      context.requireFits(config.context(), name);
    }
  }

  /** Weights, and nothing else of a learner. */
  public static LearnerSnapshot of(NetworkWeights weights, Provenance provenance) {
    return new LearnerSnapshot(0, weights, null, null, null, null, provenance);
  }

  /** The network that the weights belong to; a learner of another one refuses them. */
  public HyperLstmConfig network() {
    return weights.network();
  }

  /** How often the weights were updated: the model version. */
  public long updates() {
    return weights.updates();
  }

  /**
   * The same for a learner with that number and what it keeps of sharing, null if it does not
   * share.
   */
  public LearnerSnapshot of(int number, SyncSnapshot sync) {
    return new LearnerSnapshot(
        number, weights, optimiser, rehearsal, context, sync, provenance, start);
  }

  /** The same with what an optimiser keeps. */
  public LearnerSnapshot with(Optimiser optimiser) {
    return new LearnerSnapshot(
        number, weights, optimiser, rehearsal, context, sync, provenance, start);
  }

  /** The same with what another context model has learned. */
  public LearnerSnapshot with(ContextSnapshot context) {
    return new LearnerSnapshot(
        number, weights, optimiser, rehearsal, context, sync, provenance, start);
  }

  /** The same with other weights of the same network. */
  public LearnerSnapshot with(float[] values) {
    NetworkWeights other = new NetworkWeights(network(), updates(), values);
    return new LearnerSnapshot(
        number, other, optimiser, rehearsal, context, sync, provenance, start);
  }

  /**
   * The same with the squares of gradients that steps of another size have.
   *
   * @param factor how many times larger they are
   */
  public LearnerSnapshot withSquares(double factor) {
    float[] squares = optimiser.secondMoment().clone();
    for (int i = 0; i < squares.length; i++) {
      squares[i] *= (float) factor;
    }
    return with(
        new Optimiser(
            optimiser.skipped(), optimiser.firstMoment(), squares, optimiser.rowUpdates()));
  }

  /** The same with what the context model of another learner may begin with. */
  public LearnerSnapshot with(ContextStart start) {
    return new LearnerSnapshot(
        number, weights, optimiser, rehearsal, context, sync, provenance, start);
  }

  /** The same from elsewhere. */
  public LearnerSnapshot from(Provenance provenance) {
    return new LearnerSnapshot(
        number, weights, optimiser, rehearsal, context, sync, provenance, start);
  }

  /** The same as if it had learned nothing that it has not shared; itself if it does not share. */
  public LearnerSnapshot withoutOwnChange() {
    if (sync == null) {
      return this;
    }
    NetworkWeights agreed = new NetworkWeights(network(), updates(), sync.anchor());
    return new LearnerSnapshot(
        number, agreed, optimiser, rehearsal, context, sync.withSymbols(0), provenance, start);
  }
}
