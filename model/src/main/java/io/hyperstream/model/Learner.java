package io.hyperstream.model;

import io.hyperstream.model.backends.BackendChoice;
import io.hyperstream.model.context.ContextStart;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.expert.Expert;
import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.kernels.FailedStart;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.Masks;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.StartValues;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.optim.Adam;
import io.hyperstream.model.optim.Safeguard;
import io.hyperstream.model.optim.WeightAnchor;
import io.hyperstream.model.rehearsal.RehearsalMemory;
import io.hyperstream.model.sync.SharedWeights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns streams of symbols or of vectors online: a HyperLSTM, its optimiser, and the step that
 * first scores a batch and then learns from it.
 *
 * <pre>{@code
 * try (Learner learner = Learner.create(Preset.SMALL.config(seed), ComputeTarget.AUTO)) {
 *   Batch batch = new Batch(learner.config());
 *   StreamState state = new StreamState(learner.config().network());
 *   batch.add(state, Observations.ofBytes(text), 0, 32);
 *   double bits = learner.step(batch).totalBits();
 * }
 * }</pre>
 *
 * <p>The same config and the same batches give the same bits and weights on the same back end and
 * machine. Not thread-safe.
 */
public final class Learner implements SharedWeights, AutoCloseable {

  private final LearnerConfig config;
  private final Kernels kernels;
  private final Network network;
  private final Adam adam;
  private final Safeguard safeguard;
  private final StepResult result;
  private final RehearsalMemory memory;
  private final Expert expert;
  private final StepWindows windows;
  private final Prediction prediction;

  /** Null unless it learns vectors. */
  private final PathSampling sampling;

  /** Null if weights go where they want. */
  private WeightAnchor anchor;

  private long learnedSymbols;

  // Of the current step.

  private final Runnable choice = this::choose;
  private double minBits;
  private int allSymbols;

  /** Symbols of the new windows that are learned. */
  private int learned;

  private Learner(LearnerConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    this.network =
        Network.create(
            config.network(),
            new Masks(config.dropout(), config.seed()),
            kernels,
            config.maxWindows(),
            config.window());
    setWeights(StartValues.of(network.layout(), config.seed()));
    this.adam =
        new Adam(config.adam(), network.layout(), kernels, network.weights(), network.gradients());
    this.safeguard = new Safeguard(kernels, network.weights());
    this.result = new StepResult(config);
    this.memory =
        new RehearsalMemory(
            config.rehearsal(),
            examples(config),
            config.window(),
            config.network().stateSize(),
            config.seed());
    this.expert = Expert.create(config.context(), config.network());
    this.windows = new StepWindows(config, network, memory, result);
    this.sampling = config.network().density() == null ? null : new PathSampling(network, config);
    this.prediction = new Prediction(network, expert, config.network().vocabulary());
  }

  /**
   * A learner that has seen nothing yet. If the back end is left open, and one for a device loads,
   * a trial of some seconds decides between it and the CPU's; vectors are learned on the CPU.
   *
   * @throws io.hyperstream.model.kernels.BackendUnavailableException if what it is to compute on is
   *     not there
   */
  public static Learner create(LearnerConfig config, ComputeTarget target) {
    if (config.network().density() != null && target.backend() == Backend.AUTO) {
      return create(config, target.with(Backend.VECTOR));
    }
    BackendChoice.Trial trial =
        new BackendChoice.Trial(config, kernels -> WarmUp.symbolsPerSecond(config, kernels));
    return create(config, BackendChoice.open(target, trial).kernels());
  }

  /** The same on kernels that are already open, which it closes, also if it fails. */
  public static Learner create(LearnerConfig config, Kernels kernels) {
    try {
      return new Learner(config, kernels);
    } catch (Throwable e) {
      FailedStart.close(e, kernels);
      throw e;
    }
  }

  /**
   * Lets Java compile what a learner of this kind does, by steps of one that is thrown away.
   *
   * @param time to spend; it has no effect on what is learned
   */
  public static void warmUp(LearnerConfig config, ComputeTarget target, Duration time) {
    WarmUp.run(config, target, time);
  }

  public LearnerConfig config() {
    return config;
  }

  /** The back end in use, such as {@code vector}. */
  public String backend() {
    return kernels.name();
  }

  /** The device that it computes on, if that has memory of its own. */
  public Optional<DeviceUse> device() {
    return kernels.device();
  }

  /** Number of the network's parameters. */
  public int parameters() {
    return network.layout().size();
  }

  /**
   * Scores the batch, then learns from it, and with it from some windows of the past: updates the
   * states, the weights and the version.
   */
  public StepResult step(Batch batch) {
    return step(batch, 0, true);
  }

  /**
   * The same, but windows that are cheap are only scored: the network knows what they have to
   * teach.
   *
   * @param minBits what the symbols of a window must cost on average, in bits, by the network
   *     alone; 0: all are learned
   * @param rehearse whether windows of the past are learned, too
   */
  public StepResult step(Batch batch, double minBits, boolean rehearse) {
    if (minBits > 0 && !config.dropout().isNone()) {
      throw new IllegalArgumentException("with dropout every window is learned, cheap or not");
    }
    fill(batch, rehearse ? memory.draw() : 0);
    network.drop(version());
    this.minBits = minBits;
    allSymbols = batch.symbols();
    if (config.context().isOn() && network.canLearnInTurns(expert.parts())) {
      expert.deal(windows, true);
      network.learnInTurns(expert, choice);
    } else {
      forward();
      expert.deal(windows, true);
      choose();
      if (learned == 0) {
        expert.runAll();
      } else {
        network.learn(expert);
      }
    }
    network.restore();
    collect();
    result.cheapWindows = windows.cheap();
    if (learned > 0) {
      learn(learned);
      guard();
    }
    return result;
  }

  /** What the memory keeps: symbols, or the examples of vectors. */
  private static ObservationKind examples(LearnerConfig config) {
    DensityConfig density = config.network().density();
    return density == null
        ? config.network().observations()
        : ObservationKind.vector(density.exampleSize());
  }

  /** Leaves out what is cheap. */
  private void choose() {
    learned = minBits > 0 ? windows.chooseDear(minBits) : allSymbols;
    if (learned < allSymbols) {
      expert.takeFromNetwork();
      windows.keepChosen();
    }
  }

  private void guard() {
    if (result.skipped) {
      safeguard.skipped();
      network.weights().changed();
      windows.forgetLostStates();
    }
  }

  /** Scores the batch under frozen weights: updates the states only. */
  public StepResult score(Batch batch) {
    fill(batch, 0);
    forward();
    expert.deal(windows, false);
    expert.runAll();
    collect();
    return result;
  }

  private void fill(Batch batch, int rehearsed) {
    if (batch.size() == 0) {
      throw new IllegalArgumentException("a step needs at least one window");
    }
    windows.fill(batch, rehearsed);
  }

  private void forward() {
    network.forward();
    expert.begin(windows);
    network.loss();
  }

  private void collect() {
    windows.collect();
    result.gradientNorm = Double.NaN;
    result.skipped = false;
    result.cheapWindows = 0;
  }

  private void learn(int symbols) {
    double norm =
        Double.isFinite(result.totalNetworkBits())
            ? adam.gradientNorm(network.readRows())
            : Double.NaN;
    result.gradientNorm = norm;
    result.skipped = !Double.isFinite(norm);
    if (!result.skipped) {
      safeguard.succeeded();
      adam.update(norm, network.readRows());
      if (anchor != null) {
        anchor.updated(adam.updates());
      }
      learnedSymbols += symbols;
      windows.remember();
    }
  }

  /**
   * What is expected of each stream; changes neither states nor weights.
   *
   * @param states of different streams, any number
   * @param top how many next symbols, from 1 to the vocabulary
   * @param continuation how many symbols to go on by the most probable one; may be 0
   */
  public List<NextSymbols> predict(List<StreamState> states, int top, int continuation) {
    List<NextSymbols> all = new ArrayList<>(states.size());
    for (int from = 0; from < states.size(); from += config.batch()) {
      int to = Math.min(states.size(), from + config.batch());
      all.addAll(prediction.of(states.subList(from, to), top, continuation));
    }
    return all;
  }

  /**
   * Ways in which a stream of vectors may go on, each drawn observation by observation; changes
   * neither states nor weights. The same seed gives the same ways.
   *
   * @param steps observations of each
   * @param paths how many ways
   * @return for each way the numbers of its observations, in the stream's own units
   */
  public double[][][] samplePaths(StreamState state, int steps, int paths, long seed) {
    return sampling.paths(state, steps, paths, seed);
  }

  /** How often the weights were updated. */
  public long version() {
    return adam.updates();
  }

  /** Steps that left the weights alone because loss or gradient were not finite. */
  public long skippedSteps() {
    return safeguard.skippedSteps();
  }

  /** Symbols that changed the weights since this object was made, those of the past left out. */
  @Override
  public long learnedSymbols() {
    return learnedSymbols;
  }

  /** A copy of the weights, in the order of the arena. */
  @Override
  public float[] weights() {
    return network.weights().toArray();
  }

  /** Copies the weights, in the order of the arena. */
  public void getWeights(float[] target) {
    network.weights().get(target);
  }

  /**
   * Multiplies the learning rate of all steps from now on, as a schedule of a training wants it. No
   * snapshot keeps it.
   */
  public void scaleRate(double factor) {
    adam.scaleRate(factor);
  }

  /** Goes on with other weights; whatever else was learned stays. */
  @Override
  public void setWeights(float[] values) {
    network.weights().set(values);
  }

  /** A copy of the weights with what network they are of. */
  public NetworkWeights networkWeights() {
    return new NetworkWeights(config.network(), version(), weights());
  }

  /**
   * Begins with weights that were learned elsewhere, in the place of the start values; comes before
   * the first step. The optimiser knows nothing of them yet, so version and rate begin anew.
   *
   * @throws IllegalArgumentException if they are of a network of another shape, or not finite
   */
  public void startFrom(NetworkWeights start) {
    start.requireShapeOf(config.network());
    if (start.notFinite() > 0) {
      throw new IllegalArgumentException(
          "%d of the %d weights to start from are not finite"
              .formatted(start.notFinite(), start.values().length));
    }
    setWeights(start.values());
    safeguard.restore(0);
  }

  /**
   * The same with what the optimiser that learned them knew: how large gradients usually are, and
   * how often weights were updated. So version and rate go on from there.
   *
   * @throws IllegalArgumentException also if the optimiser's part is missing
   */
  public void startFrom(LearnerSnapshot start) {
    if (start.optimiser() == null) {
      throw new IllegalArgumentException(
          "the weights come without what their optimiser knew; start from the weights alone");
    }
    startFrom(start.weights());
    // Where the last gradients pointed to says nothing of another text.
    float[] still = new float[config.adam().beta1() == 0 ? 0 : parameters()];
    adam.restore(
        start.updates(), still, start.optimiser().secondMoment(), start.optimiser().rowUpdates());
  }

  /** Lets the context model, if there is one, begin with what was learned from other texts. */
  public void startFrom(ContextStart start) {
    expert.start(start);
  }

  /**
   * What the context model of another learner may begin with; null without a context model, and
   * where keys share none of it.
   */
  public ContextStart contextStart() {
    return config.context().isOn() && config.context().shared()
        ? ContextStart.of(expert.snapshot().worker(0))
        : null;
  }

  /**
   * Lets the weights decay towards others from now on, such as those they started from. No snapshot
   * keeps that.
   *
   * @param share of the distance that they lose with each update, from 0 to 1; 0 ends it
   */
  public void anchor(NetworkWeights weights, double share) {
    weights.requireShapeOf(config.network());
    anchor = share == 0 ? null : new WeightAnchor(network.weights(), weights.values(), share);
  }

  /** A copy of all that was learned, of the learner with number 0, which does not share. */
  public LearnerSnapshot snapshot() {
    return new LearnerSnapshot(
        0,
        networkWeights(),
        new LearnerSnapshot.Optimiser(
            safeguard.skippedSteps(), adam.firstMoment(), adam.secondMoment(), adam.rowUpdates()),
        memory.snapshot(),
        expert.snapshot(),
        null,
        Provenance.ofSeed(config.seed()));
  }

  /**
   * Goes on from a snapshot.
   *
   * @throws IllegalArgumentException as of {@link LearnerSnapshot#requireFits}
   */
  public void restore(LearnerSnapshot snapshot) {
    snapshot.requireFits(config, "the snapshot");
    LearnerSnapshot.Optimiser optimiser = snapshot.optimiser();
    adam.restore(
        snapshot.updates(),
        optimiser.firstMoment(),
        optimiser.secondMoment(),
        optimiser.rowUpdates());
    setWeights(snapshot.weights().values());
    safeguard.restore(optimiser.skipped());
    memory.restore(snapshot.rehearsal());
    expert.restore(snapshot.context());
  }

  @Override
  public void close() {
    expert.close();
    kernels.close();
  }
}
