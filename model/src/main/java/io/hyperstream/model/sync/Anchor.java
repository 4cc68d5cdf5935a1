package io.hyperstream.model.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The weights that all learners agree on, and the outer step that moves them: DiLoCo (Douillard et
 * al. 2023), Nesterov momentum over the mean of what the learners changed. With D the mean of the
 * changes of k of P learners, weighted by the symbols that each saw, and the rate and momentum of
 * the config,
 *
 * <pre>
 * b = momentum (k - 1) / (P - 1)
 * m = b m + D
 * anchor += rate (D + b m)
 * </pre>
 *
 * <p>In DiLoCo all take part in each step, and b is the momentum. Where one learner changes its
 * weights alone, nothing has been averaged that momentum would have to make up for.
 *
 * <p>Each learner has an anchor of its own, and takes the same steps. They stay bit-identical,
 * since a step depends on the set of changes alone, not on the order in which they come.
 *
 * <p>A change is left out, and counted, if it is not finite or far out of line. Its size is its
 * norm by the square root of its symbols. It is out of line when that is more than {@value
 * #MAX_USUAL} times both the median of the round and what has been usual, a fading mean of such
 * medians. So one learner alone is never out of line, nor are all of them when all change more than
 * before.
 */
public final class Anchor {

  private static final double MAX_USUAL = 8;
  private static final double FADING = 0.9;

  private final SyncConfig config;
  private final int learners;
  private final float[] weights;
  private final float[] momentum;

  /** The mean change, then the step; and a change that is being read. */
  private final float[] step;

  private final float[] change;
  private double usualSize;
  private long rounds;
  private long leftOut;

  /**
   * @param learners how many share
   * @param weights that all of them start from
   */
  public Anchor(SyncConfig config, int learners, float[] weights) {
    this(config, learners, weights.clone(), new float[weights.length]);
  }

  /** Goes on from a snapshot. */
  Anchor(SyncConfig config, int learners, SyncSnapshot snapshot) {
    this(config, learners, snapshot.anchor().clone(), snapshot.momentum().clone());
    this.usualSize = snapshot.usualSize();
    this.rounds = snapshot.rounds();
    this.leftOut = snapshot.leftOut();
  }

  private Anchor(SyncConfig config, int learners, float[] weights, float[] momentum) {
    this.config = config;
    this.learners = learners;
    this.weights = weights;
    this.momentum = momentum;
    this.step = new float[weights.length];
    this.change = new float[weights.length];
  }

  /**
   * Takes the outer step of a round.
   *
   * @param changes of a round, at most one of each learner, in any order
   * @return by how much each weight moved; overwritten by the next step
   */
  public float[] step(Collection<WeightChange> changes) {
    List<WeightChange> inLine = inLine(sorted(changes));
    mean(inLine);
    float rate = (float) config.rate();
    float beta = (float) momentum(inLine.size());
    for (int i = 0; i < weights.length; i++) {
      momentum[i] = beta * momentum[i] + step[i];
      step[i] = rate * (step[i] + beta * momentum[i]);
      weights[i] += step[i];
    }
    rounds++;
    return step;
  }

  private double momentum(int present) {
    return present < 2 ? 0 : config.momentum() * (present - 1) / (learners - 1);
  }

  private List<WeightChange> sorted(Collection<WeightChange> changes) {
    List<WeightChange> sorted = new ArrayList<>(changes);
    sorted.sort(Comparator.comparingInt(WeightChange::learner));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).learner() == sorted.get(i - 1).learner()) {
        throw new IllegalArgumentException(
            "learner %d has two changes in a round".formatted(sorted.get(i).learner()));
      }
    }
    return sorted;
  }

  /** The changes that count. */
  private List<WeightChange> inLine(List<WeightChange> changes) {
    double[] sizes = changes.stream().mapToDouble(this::size).toArray();
    double[] finite = Arrays.stream(sizes).filter(Double::isFinite).sorted().toArray();
    double median = finite.length == 0 ? 0 : finite[(finite.length - 1) / 2];
    double max = MAX_USUAL * Math.max(usualSize, median);
    List<WeightChange> inLine = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] <= max) {
        inLine.add(changes.get(i));
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

  /** Number of the weights. */
  public int size() {
    return weights.length;
  }

  void subtractFrom(float[] values) {
    for (int i = 0; i < weights.length; i++) {
      values[i] -= weights[i];
    }
  }

  /** Puts the anchor's in the place of values that are lost. */
  void replaceNotFinite(float[] values) {
    for (int i = 0; i < weights.length; i++) {
      if (!Float.isFinite(values[i])) {
        values[i] = weights[i];
      }
    }
  }

  SyncSnapshot snapshot(long symbols) {
    return new SyncSnapshot(weights.clone(), momentum.clone(), usualSize, rounds, leftOut, symbols);
  }

  /** Steps so far. */
  public long rounds() {
    return rounds;
  }

  /** Changes that were left out so far. */
  public long leftOut() {
    return leftOut;
  }
}
