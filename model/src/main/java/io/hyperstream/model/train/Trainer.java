package io.hyperstream.model.train;

import io.hyperstream.model.Batch;
import io.hyperstream.model.Learner;
import io.hyperstream.model.LearnerConfig;
import io.hyperstream.model.LearnerSnapshot;
import io.hyperstream.model.StreamState;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.net.Dropout;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.train.TrainingState.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns a text by passes over it, and measures another text as it goes.
 *
 * <pre>{@code
 * try (Trainer trainer = new Trainer(config, target, text, valid)) {
 *   while (!trainer.isDone()) {
 *     Check check = trainer.leg((symbols, bits) -> true);
 *     if (trainer.isBest()) { keep(trainer.model()); }
 *   }
 * }
 * }</pre>
 *
 * <p>The same config and texts give the same model to the last bit, on the same back end with the
 * same number of threads. Not thread-safe.
 */
public final class Trainer implements AutoCloseable {

  /** The weights are added to their mean after so many updates. */
  private static final int AVERAGE_EVERY = 8;

  /** Watches a leg, and may end it. */
  public interface Watcher {

    /**
     * Called after each step.
     *
     * @param symbols of the leg so far
     * @param bits of those symbols
     * @return whether to go on; if not, the leg has no result
     */
    boolean learned(long symbols, double bits);
  }

  private final TrainingConfig config;
  private final Observations text;
  private final Observations valid;
  private final Learner learner;

  /** Measures the mean of the weights; without dropout. */
  private final Learner judge;

  private final Evaluation evaluation;
  private final Batch batch;
  private final Legs legs;
  private final WeightAverage average;
  private final List<Check> checks = new ArrayList<>();
  private final int[] done;

  /**
   * @param text what is learned
   * @param valid what is measured
   */
  public Trainer(
      TrainingConfig config, ComputeTarget target, Observations text, Observations valid) {
    LearnerConfig own = config.learner();
    this.config = config;
    this.text = text;
    this.valid = valid;
    this.learner = Learner.create(own, target);
    try {
      this.judge = Learner.create(config.withDropout(Dropout.NONE).learner(), target);
    } catch (Throwable e) {
      FailedStart.close(e, learner);
      throw e;
    }
    this.evaluation = new Evaluation(judge);
    this.batch = new Batch(own);
    this.legs = new Legs(text.size(), own.batch(), own.window(), own.seed());
    double updates = (double) text.size() / (legs.streams() * own.window());
    this.average =
        new WeightAverage(learner.parameters(), config.average() * updates / AVERAGE_EVERY);
    this.done = new int[legs.streams()];
  }

  /** Legs that are done: each ends with a check. */
  public int legs() {
    return checks.size();
  }

  /** The maximum number of legs. */
  public int maxLegs() {
    return legs.perPass() * config.passes();
  }

  /** Symbols of one leg, about. */
  public long legSymbols() {
    return text.size() / legs.perPass();
  }

  /** Whether all passes are done, or the other text got no better for long enough. */
  public boolean isDone() {
    return legs() == maxLegs() || legs() - 1 - best() >= config.patience() * legs.perPass();
  }

  /** Whether the latest check is the best one. */
  public boolean isBest() {
    return best() == legs() - 1;
  }

  /** Number of the best check, -1 if there is none. */
  private int best() {
    int best = -1;
    for (int i = 0; i < checks.size(); i++) {
      if (best < 0 || checks.get(i).validBits() < checks.get(best).validBits()) {
        best = i;
      }
    }
    return best;
  }

  /** All checks so far. */
  public List<Check> checks() {
    return List.copyOf(checks);
  }

  /** The best check so far. */
  public Check bestCheck() {
    return checks.get(best());
  }

  /** The back end in use. */
  public String backend() {
    return learner.backend();
  }

  /**
   * Learns the next leg, and measures the other text.
   *
   * @return null if the watcher ended it: then only {@link #close} may follow
   */
  public Check leg(Watcher watcher) {
    long start = System.nanoTime();
    legs.begin(legs());
    List<StreamState> states = new ArrayList<>();
    for (int s = 0; s < legs.streams(); s++) {
      states.add(new StreamState(config.learner().network()));
    }
    Arrays.fill(done, 0);
    long symbols = 0;
    double bits = 0;
    while (fill(states)) {
      double progress = (legs() + (double) symbols / legSymbols()) / maxLegs();
      learner.scaleRate(config.rateFactor(learner.version(), Math.min(1, progress)));
      bits += learner.step(batch).totalNetworkBits();
      symbols += batch.symbols();
      if (learner.version() % AVERAGE_EVERY == 0) {
        learner.getWeights(average.latest());
        average.add();
      }
      if (!watcher.learned(symbols, bits)) {
        return null;
      }
    }
    if (average.count() == 0) {
      learner.getWeights(average.latest());
      average.add();
    }
    judge.setWeights(average.mean());
    double validBits = evaluation.sideBySide(valid);
    long before = checks.isEmpty() ? 0 : checks.get(checks.size() - 1).symbols();
    Check check =
        new Check(
            (double) (legs() + 1) / legs.perPass(),
            before + symbols,
            bits / symbols,
            validBits,
            (System.nanoTime() - start) / 1e9);
    checks.add(check);
    return check;
  }

  /** Fills the batch with the next window of each stream. */
  private boolean fill(List<StreamState> states) {
    batch.clear();
    for (int s = 0; s < legs.streams(); s++) {
      int left = legs.length(s) - done[s];
      if (left > 0) {
        int place = legs.place(s, done[s]);
        // A window ends where the text does.
        int length = Math.min(Math.min(left, config.window()), text.size() - place);
        batch.add(states.get(s), text, place, length);
        done[s] += length;
      }
    }
    return batch.size() > 0;
  }

  /** The mean of the latest weights, with what the optimiser keeps of gradients. */
  public LearnerSnapshot model() {
    return learner.snapshot().with(average.mean().clone());
  }

  /** What to go on from, between two legs. */
  public TrainingState state() {
    return new TrainingState(learner.snapshot(), average.mean().clone(), average.count(), checks);
  }

  /** Goes on from a state of a training with the same config and texts. */
  public void restore(TrainingState state) {
    learner.restore(state.learner());
    average.restore(state.average(), state.averaged());
    checks.clear();
    checks.addAll(state.checks());
  }

  @Override
  public void close() {
    try (judge) {
      learner.close();
    }
  }
}
