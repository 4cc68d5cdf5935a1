package io.hyperstream.model.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One learner's part in sharing what several learn. Each {@link #publish}es from time to time how
 * its weights changed. All changes go into one log, and each learner {@link #receive}s them in its
 * order, its own as well:
 *
 * <pre>{@code
 * if (sync.unpublishedSymbols() >= period) {
 *   log.add(sync.publish());
 * }
 * ...
 * log.forEach(sync::receive);
 * }</pre>
 *
 * <p>The log decides which changes make a round: it is over when those of all learners are there,
 * or before the second one of the same learner. Then all take the same outer step, so that at the
 * same place in the log their {@link Anchor}s are the same to the last bit. Nobody waits: a learner
 * that is slow or has nothing to learn is missing from a round.
 *
 * <p>What is learned counts once. A learner's weights are at any time
 *
 * <pre>
 * anchor + what it has published and is not in the anchor + what it has not published
 * </pre>
 *
 * <p>Learning adds to the last part. Publishing moves it to the second, as far as the encoding can
 * express it; what is rounded off goes with a later change. An outer step that has the learner's
 * own change takes it out of the second part, and puts it into the anchor as one of the round's. A
 * {@link #restart} moves the second part back to the last. So does a restore, with which all
 * restart: a snapshot has the weights and the anchor, and their difference is what was on its way,
 * whether it has reached the log since or not. So two things suffice: no change from before a
 * restart is received after it, and all learners restart at the same place in the log.
 *
 * <p>All but the weights stays the learner's own: Adam's moments, the rehearsed past, the context
 * model's statistics.
 */
public final class LearnerSync {

  private final SharedWeights learner;
  private final int number;
  private final int learners;
  private final Encoding encoding;
  private final Anchor anchor;

  /** Own changes that are not in the anchor, the oldest first. */
  private final Deque<WeightChange> travelling = new ArrayDeque<>();

  /** What has been received of the next round, at most one change of each learner. */
  private final List<WeightChange> round = new ArrayList<>();

  private final float[] change;
  private long published;
  private long publishedSymbols;

  /**
   * Begins where all learners agree.
   *
   * @param number of the learner among those that share, from 0
   * @param learners how many share
   * @param agreed weights, the same for all learners; each may by now have others
   */
  public LearnerSync(
      SyncConfig config, SharedWeights learner, int number, int learners, float[] agreed) {
    this(config, learner, number, learners, new Anchor(config, learners, agreed), 0);
  }

  /** Goes on from a snapshot, which the learner's weights must belong to. */
  public LearnerSync(
      SyncConfig config, SharedWeights learner, int number, int learners, SyncSnapshot snapshot) {
    this(
        config,
        learner,
        number,
        learners,
        new Anchor(config, learners, snapshot),
        snapshot.symbols());
  }

  private LearnerSync(
      SyncConfig config,
      SharedWeights learner,
      int number,
      int learners,
      Anchor anchor,
      long unpublishedSymbols) {
    this.learner = learner;
    this.number = number;
    this.learners = learners;
    this.encoding = config.encoding();
    this.anchor = anchor;
    this.change = new float[anchor.size()];
    this.publishedSymbols = learner.learnedSymbols() - unpublishedSymbols;
  }

  /** Forgets what is on its way, in either direction: it will not be received. */
  public void restart() {
    travelling.forEach(own -> publishedSymbols -= own.symbols());
    travelling.clear();
    round.clear();
  }

  /** Symbols whose learning has not been published, or was in vain. */
  public long unpublishedSymbols() {
    return learner.learnedSymbols() - publishedSymbols;
  }

  /** Own changes that have not been received. */
  public int travelling() {
    return travelling.size() - (int) ownOfRound().stream().count();
  }

  /**
   * How the weights changed since the last call, for all learners to receive, this one as well.
   *
   * @throws IllegalArgumentException if nothing was learned since then
   */
  public WeightChange publish() {
    WeightChange own =
        new WeightChange(
            number, published, unpublishedSymbols(), encoding, encoding.encode(unpublished()));
    published++;
    publishedSymbols += own.symbols();
    travelling.add(own);
    return own;
  }

  private float[] unpublished() {
    float[] values = learner.weights();
    anchor.subtractFrom(values);
    travelling.forEach(own -> subtract(own, values));
    return values;
  }

  /**
   * Takes the next change of the log. Own ones before it that never came are lost: what they held
   * is unpublished again.
   *
   * @return whether it ended a round
   * @throws IllegalStateException if it says it is of this learner and is not
   */
  public boolean receive(WeightChange next) {
    if (next.learner() == number) {
      forgetLost(next);
    }
    boolean second = round.stream().anyMatch(other -> other.learner() == next.learner());
    if (second) {
      endRound();
    }
    round.add(next);
    if (round.size() < learners) {
      return second;
    }
    endRound();
    return true;
  }

  /** Own changes come in the order in which they were published. */
  private void forgetLost(WeightChange next) {
    long inRound = ownOfRound().map(WeightChange::number).orElse(-1L);
    List<WeightChange> lost =
        travelling.stream()
            .filter(own -> own.number() < next.number() && own.number() != inRound)
            .toList();
    lost.forEach(own -> publishedSymbols -= own.symbols());
    travelling.removeAll(lost);
    if (travelling.stream().noneMatch(own -> own.number() == next.number())) {
      throw new IllegalStateException(
          "change %d of learner %d came, which it has not published since it began or restarted"
              .formatted(next.number(), number));
    }
  }

  private Optional<WeightChange> ownOfRound() {
    return round.stream().filter(next -> next.learner() == number).findAny();
  }

  /**
   * The outer step. If this learner's change was left out as not in line, it is dropped: the
   * learner begins anew from the anchor.
   */
  private void endRound() {
    float[] step = anchor.step(round);
    float[] weights = learner.weights();
    for (int i = 0; i < weights.length; i++) {
      weights[i] += step[i];
    }
    ownOfRound()
        .ifPresent(
            own -> {
              subtract(own, weights);
              travelling.remove();
            });
    round.clear();
    anchor.replaceNotFinite(weights);
    learner.setWeights(weights);
  }

  private void subtract(WeightChange own, float[] values) {
    own.decode(change);
    for (int i = 0; i < values.length; i++) {
      values[i] -= change[i];
    }
  }

  /** What all learners agree on. */
  public Anchor anchor() {
    return anchor;
  }

  /**
   * What is to be kept beside the learner's weights, to go on from after a {@link #restart} of all.
   */
  public SyncSnapshot snapshot() {
    long travellingSymbols = travelling.stream().mapToLong(WeightChange::symbols).sum();
    return anchor.snapshot(unpublishedSymbols() + travellingSymbols);
  }
}
