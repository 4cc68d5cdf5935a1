package io.hyperstream.model.sync;

import io.hyperstream.model.Learner;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;

/**
 * One learner's part in sharing what several learn. From time to time all {@link #publish} how
 * their weights changed, and each takes the same outer step when it has the changes of all:
 *
 * <pre>{@code
 * List<WeightChange> round = syncs.stream().map(LearnerSync::publish).toList();
 * syncs.forEach(sync -> sync.receive(round));
 * }</pre>
 *
 * <p>The learner goes on learning while changes travel. Its weights are at any time the anchor,
 * plus what it has published and not yet received, plus what it has not published. An outer step
 * moves the first and takes its own change out of the second; nothing is learned twice or lost.
 *
 * <p>That is error feedback, too: what an encoding rounds off stays among what is not published,
 * and goes into the next change. What is not weights stays the learner's own: Adam's moments, the
 * rehearsed past, the context model's statistics.
 */
public final class LearnerSync {

  private final Learner learner;
  private final int number;
  private final Encoding encoding;
  private final Anchor anchor;

  /** Own changes that were published and not yet received, the oldest first. */
  private final Deque<WeightChange> travelling = new ArrayDeque<>();

  private final float[] change;
  private long publishedSymbols;

  /**
   * Begins with the learner's weights, which must be the same for all learners.
   *
   * @param number of the learner among those that share, from 0
   */
  public LearnerSync(SyncConfig config, Learner learner, int number) {
    this.learner = learner;
    this.number = number;
    this.encoding = config.encoding();
    this.anchor = new Anchor(config, learner.weights());
    this.change = new float[learner.parameters()];
    this.publishedSymbols = learner.learnedSymbols();
  }

  /** How the weights changed since the last call, for all learners to receive, this one as well. */
  public WeightChange publish() {
    long round = anchor.rounds() + travelling.size();
    long symbols = learner.learnedSymbols() - publishedSymbols;
    publishedSymbols += symbols;
    WeightChange published =
        symbols == 0
            ? WeightChange.none(number, round, encoding)
            : new WeightChange(number, round, symbols, encoding, encoding.encode(unpublished()));
    travelling.add(published);
    return published;
  }

  private float[] unpublished() {
    float[] weights = learner.weights();
    float[] agreed = anchor.weights();
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= agreed[i];
    }
    for (WeightChange own : travelling) {
      own.decode(change);
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= change[i];
      }
    }
    return weights;
  }

  /**
   * Takes the outer step of the next round. If this learner's change is not among those given, it
   * is late: it stays unpublished and goes with the next. If it was left out as not in line, it is
   * dropped: the learner begins anew from the anchor.
   *
   * @param round the changes of all learners, the same for each of them
   */
  public void receive(Collection<WeightChange> round) {
    float[] step = anchor.step(round);
    takeOut(travelling.poll(), round);
    float[] weights = learner.weights();
    float[] agreed = anchor.weights();
    for (int i = 0; i < weights.length; i++) {
      float moved = weights[i] - change[i] + step[i];
      weights[i] = Float.isFinite(moved) ? moved : agreed[i];
    }
    learner.setWeights(weights);
  }

  /** Makes {@code change} what the others know by now of this learner. */
  private void takeOut(WeightChange own, Collection<WeightChange> round) {
    Arrays.fill(change, 0f);
    if (own == null) {
      return;
    }
    if (round.stream().anyMatch(next -> next.learner() == number)) {
      own.decode(change);
    } else {
      publishedSymbols -= own.symbols();
    }
  }

  /** What all learners agree on. */
  public Anchor anchor() {
    return anchor;
  }
}
