package io.hyperstream.model.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The weights that all learners agree on, and the outer step that moves them: DiLoCo (Douillard et
 * al. 2023), Nesterov momentum over the mean of what the learners changed. With D the mean,
 * weighted by the symbols that each learner saw, and the rate and momentum of the config,
 *
 * <pre>
 * m = momentum m + D
 * anchor += rate (D + momentum m)
 * </pre>
 *
 * <p>Each learner has an anchor of its own, and takes the same steps. They stay bit-identical,
 * since a step depends on the set of changes alone, not on the order in which they come.
 *
 * <p>A change is left out, and counted, if it is not finite or far out of line. Its size is its
 * norm by the square root of its symbols. It is out of line when that is more than {@value
 * #MOST_USUAL} times both the median of the round and what has been usual, a fading mean of such
 * medians. So one learner alone is never out of line, nor are all of them when all change more than
 * before.
 */
public final class Anchor {

  private static final double MOST_USUAL = 8;
  private static final double FADING = 0.9;

  private final SyncConfig config;
  private final float[] weights;
  private final float[] momentum;

  /** The mean change, then the step; and a change that is being read. */
  private final float[] step;

  private final float[] change;
  private double usualSize;
  private long rounds;
  private long leftOut;

  /**
   * @param weights that all learners start from
   */
  public Anchor(SyncConfig config, float[] weights) {
    this.config = config;
    this.weights = weights.clone();
    this.momentum = new float[weights.length];
    this.step = new float[weights.length];
    this.change = new float[weights.length];
  }

  /**
   * Takes the outer step of the next round.
   *
   * @param changes of that round, at most one of each learner, in any order
   * @return by how much each weight moved; overwritten by the next step
   */
  public float[] step(Collection<WeightChange> changes) {
    mean(inLine(sorted(changes)));
    float rate = (float) config.rate();
    float beta = (float) config.momentum();
    for (int i = 0; i < weights.length; i++) {
      momentum[i] = beta * momentum[i] + step[i];
      step[i] = rate * (step[i] + beta * momentum[i]);
      weights[i] += step[i];
    }
    rounds++;
    return step;
  }

  private List<WeightChange> sorted(Collection<WeightChange> changes) {
    List<WeightChange> sorted = new ArrayList<>(changes);
    sorted.sort(Comparator.comparingInt(WeightChange::learner));
    for (int i = 0; i < sorted.size(); i++) {
      WeightChange next = sorted.get(i);
      if (next.round() != rounds) {
        throw new IllegalArgumentException(
            "round %d is due, but learner %d's change is of round %d"
                .formatted(rounds, next.learner(), next.round()));
      }
      if (i > 0 && next.learner() == sorted.get(i - 1).learner()) {
        throw new IllegalArgumentException(
            "learner %d has two changes in round %d".formatted(next.learner(), rounds));
      }
    }
    return sorted;
  }

  /** The changes that count; those of learners that learned nothing are passed over. */
  private List<WeightChange> inLine(List<WeightChange> changes) {
    List<WeightChange> learned = changes.stream().filter(next -> next.symbols() > 0).toList();
    double[] sizes = learned.stream().mapToDouble(this::size).toArray();
    double[] finite = Arrays.stream(sizes).filter(Double::isFinite).sorted().toArray();
    double median = finite.length == 0 ? 0 : finite[(finite.length - 1) / 2];
    double most = MOST_USUAL * Math.max(usualSize, median);
    List<WeightChange> inLine = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] <= most) {
        inLine.add(learned.get(i));
      } else {
        leftOut++;
      }
    }
    if (finite.length > 0) {
      usualSize = usualSize == 0 ? median : FADING * usualSize + (1 - FADING) * median;
    }
    return inLine;
  }

  private double size(WeightChange next) {
    next.decode(change);
    double squares = 0;
    for (float value : change) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / next.symbols());
  }

  private void mean(List<WeightChange> changes) {
    double symbols = changes.stream().mapToLong(WeightChange::symbols).sum();
    Arrays.fill(step, 0f);
    for (WeightChange next : changes) {
      next.decode(change);
      float share = (float) (next.symbols() / symbols);
      for (int i = 0; i < step.length; i++) {
        step[i] += share * change[i];
      }
    }
  }

  /** A copy of the weights. */
  public float[] weights() {
    return weights.clone();
  }

  /** Steps so far; the number of the round that comes next. */
  public long rounds() {
    return rounds;
  }

  /** Changes that were left out so far. */
  public long leftOut() {
    return leftOut;
  }
}
