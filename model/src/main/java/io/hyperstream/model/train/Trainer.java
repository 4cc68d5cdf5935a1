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
 *     Check check = trainer.stage((symbols, bits) -> true);
 *     if (trainer.isBest()) { keep(trainer.model()); }
 *   }
 * }
 * }</pre>
 *
 * <p>The same config and texts give the same model to the last bit, on the same back end with the
 * same number of threads; but not where the config gives the time. Not thread-safe.
 */
public final class Trainer implements AutoCloseable {

  /** Watches what is learned until the next check, and may end it. */
  public interface Watcher {

    /**
     * Called after each step.
     *
     * @param symbols of the stage so far
     * @param bits of those symbols
     * @return whether to go on; if not, the stage has no result
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

  /** Legs of a stage, at the end of which there is a check. */
  private final int legsPerStage;

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
    this.legsPerStage =
        (int)
            Math.max(
                1,
                Math.min(
                    legsInAll(),
                    Math.round(config.checkSymbols() / (text.size() / (double) legs.perPass()))));
    this.average =
        new WeightAverage(learner.parameters(), config.average() * updates / config.averageEvery());
    this.done = new int[legs.streams()];
  }

  /** Stages that are done: each ends with a check. */
  public int stages() {
    return checks.size();
  }

  /** The maximum number of stages; where the time is given, any number. */
  private int maxStages() {
    return (legsInAll() + legsPerStage - 1) / legsPerStage;
  }

  private int legsInAll() {
    return legs.perPass() * config.passes();
  }

  /** Symbols of all that is left to learn; where the time is given, any number. */
  public long symbolsLeft() {
    return (long) config.passes() * text.size() - symbols();
  }

  /** Symbols that were learned until the latest check. */
  public long symbols() {
    return checks.isEmpty() ? 0 : checks.get(checks.size() - 1).symbols();
  }

  /** How long the training took until the latest check. */
  public double seconds() {
    return checks.stream().mapToDouble(Check::seconds).sum();
  }

  /**
   * Whether all passes are done or the time is over, or the other text got no better for long
   * enough.
   */
  public boolean isDone() {
    if (config.seconds() > 0) {
      return seconds() >= config.seconds();
    }
    int patience = Math.max(config.patience(), config.patience() * legs.perPass() / legsPerStage);
    return stages() == maxStages() || stages() - 1 - best() >= patience;
  }

  /** Whether the latest check is the best one. */
  public boolean isBest() {
    return best() == stages() - 1;
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
   * Learns until the next check, and measures the other text.
   *
   * @return null if the watcher ended it: then only {@link #close} may follow
   */
  public Check stage(Watcher watcher) {
    Stage stage = new Stage();
    int first = stages() * legsPerStage;
    int end = Math.min(first + legsPerStage, legsInAll());
    for (int leg = first; leg < end && !stage.timeIsOver; leg++) {
      if (!stage.learn(leg, watcher)) {
        return null;
      }
    }
    Check check = stage.check();
    checks.add(check);
    return check;
  }

  /** What is learned until the next check. */
  private final class Stage {

    private final long start = System.nanoTime();
    private final double secondsBefore = seconds();
    private long symbols;
    private double bits;
    private boolean timeIsOver;

    /** Learns a leg; returns whether to go on. */
    boolean learn(int leg, Watcher watcher) {
      List<StreamState> states = begin(leg);
      long before = symbols;
      while (!timeIsOver && fill(states)) {
        double progress = progress(leg, symbols - before);
        learner.scaleRate(config.rateFactor(learner.version(), Math.min(1, progress)));
        bits += learner.step(batch).totalNetworkBits();
        symbols += batch.symbols();
        if (learner.version() % config.averageEvery() == 0) {
          addToAverage();
        }
        if (!watcher.learned(symbols, bits)) {
          return false;
        }
        timeIsOver = config.seconds() > 0 && progress >= 1;
      }
      return true;
    }

    /**
     * The share of the training that is done.
     *
     * @param symbolsOfLeg that were learned of the current one
     */
    private double progress(int leg, long symbolsOfLeg) {
      long legSymbols = text.size() / legs.perPass();
      return config.seconds() > 0
          ? (secondsBefore + secondsSince(start)) / config.seconds()
          : (leg + (double) symbolsOfLeg / legSymbols) / legsInAll();
    }

    Check check() {
      if (average.count() == 0) {
        addToAverage();
      }
      judge.setWeights(average.mean());
      double validBits = evaluation.sideBySide(valid);
      long all = symbols() + symbols;
      return new Check(
          (double) all / text.size(), all, bits / symbols, validBits, secondsSince(start));
    }
  }

  /** Goes to a leg; returns the states of its streams, none of which has begun. */
  private List<StreamState> begin(int leg) {
    legs.begin(leg);
    Arrays.fill(done, 0);
    List<StreamState> states = new ArrayList<>();
    for (int s = 0; s < legs.streams(); s++) {
      states.add(new StreamState(config.learner().network()));
    }
    return states;
  }

  private void addToAverage() {
    learner.getWeights(average.latest());
    average.add();
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
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

  /** What to go on from, between two stages. */
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
