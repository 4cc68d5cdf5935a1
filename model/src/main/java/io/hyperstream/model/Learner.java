package io.hyperstream.model;

import io.hyperstream.model.backends.BackendChoice;
import io.hyperstream.model.context.LookAhead;
import io.hyperstream.model.kernels.ComputeTarget;
import io.hyperstream.model.kernels.DeviceUse;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.net.NetworkWeights;
import io.hyperstream.model.net.StartValues;
import io.hyperstream.model.observation.ObservationKind;
import io.hyperstream.model.optim.Adam;
import io.hyperstream.model.optim.Safeguard;
import io.hyperstream.model.rehearsal.RehearsalMemory;
import io.hyperstream.model.sync.SharedWeights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Learns streams of symbols online: a HyperLSTM, its optimiser, and the step that first scores a
 * batch and then learns from it.
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

  /** Null where the network is alone. */
  private final Mixing mixing;

  /** The windows of a step, those of the batch before the rehearsed ones, as the rows have them. */
  private final LengthOrder order;

  /** A state on its way between the network and the memory. */
  private final float[] state;

  private long learnedSymbols;

  private Learner(LearnerConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    int maxWindows = config.batch() + config.rehearsal().joining();
    this.network = Network.create(config.network(), kernels, maxWindows, config.window());
    setWeights(StartValues.of(network.layout(), config.seed()));
    this.adam =
        new Adam(config.adam(), network.layout(), kernels, network.weights(), network.gradients());
    this.safeguard = new Safeguard(kernels, network.weights());
    this.result = new StepResult(config);
    this.memory =
        new RehearsalMemory(
            config.rehearsal(),
            ObservationKind.of(config.network().vocabulary()),
            config.window(),
            config.network().stateSize(),
            config.seed());
    this.mixing =
        config.context().isOn()
            ? new Mixing(config.context(), config.network().vocabulary())
            : null;
    this.order = new LengthOrder(maxWindows, config.window());
    this.state = new float[config.network().stateSize()];
  }

  /**
   * A learner that has seen nothing yet.
   *
   * @throws io.hyperstream.model.kernels.BackendUnavailableException if what it is to compute on is
   *     not there
   */
  public static Learner create(LearnerConfig config, ComputeTarget target) {
    return create(config, BackendChoice.open(target).kernels());
  }

  /** The same on kernels that are already open, which it closes, also if it fails. */
  public static Learner create(LearnerConfig config, Kernels kernels) {
    try {
      return new Learner(config, kernels);
    } catch (RuntimeException e) {
      kernels.close();
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
    run(batch, memory.draw(), true);
    learn(batch);
    if (result.skipped) {
      safeguard.skipped();
      forgetLostStates(batch);
    }
    return result;
  }

  /** Scores the batch under frozen weights: updates the states only. */
  public StepResult score(Batch batch) {
    run(batch, 0, false);
    return result;
  }

  private void run(Batch batch, int rehearsed, boolean learning) {
    if (batch.size() == 0) {
      throw new IllegalArgumentException("a step needs at least one window");
    }
    sortByLength(batch, rehearsed);
    fillRows(batch);
    network.forward();
    if (mixing != null) {
      mixing.run(batch, network, order, result, learning);
    }
    network.loss();
    collectBits(batch);
    keepStates(batch);
    result.gradientNorm = Double.NaN;
    result.skipped = false;
  }

  private void learn(Batch batch) {
    double norm = Double.NaN;
    if (Double.isFinite(result.totalNetworkBits())) {
      network.backward();
      network.weightGradients();
      norm = adam.gradientNorm(network.readRows());
    }
    result.gradientNorm = norm;
    result.skipped = !Double.isFinite(norm);
    if (!result.skipped) {
      safeguard.succeeded();
      adam.update(norm, network.readRows());
      learnedSymbols += batch.symbols();
      remember(batch);
    }
  }

  private void sortByLength(Batch batch, int rehearsed) {
    order.clear();
    for (int i = 0; i < batch.size(); i++) {
      order.add(batch.length(i));
    }
    for (int i = 0; i < rehearsed; i++) {
      order.add(memory.length(i));
    }
    order.sort();
  }

  private void fillRows(Batch batch) {
    network.begin(order.lengths(), order.size());
    float scale = 1f / batch.symbols();
    float rehearsedScale = (float) config.rehearsal().weight() * scale;
    for (int w = 0; w < order.size(); w++) {
      int i = order.window(w);
      if (i < batch.size()) {
        fillNew(w, batch, i, scale);
      } else {
        fillRehearsed(w, i - batch.size(), rehearsedScale);
      }
    }
  }

  private void fillNew(int w, Batch batch, int i, float scale) {
    network.setState(w, batch.state(i).values());
    int input = batch.state(i).lastSymbol();
    for (int t = 0; t < batch.length(i); t++) {
      int target = checked(batch.symbol(i, t));
      network.setSymbol(w, t, input, target, scale);
      input = target;
    }
  }

  private void fillRehearsed(int w, int i, float scale) {
    memory.readState(i, state);
    network.setState(w, state);
    for (int t = 0; t < memory.length(i); t++) {
      network.setSymbol(w, t, memory.symbol(i, t - 1), memory.symbol(i, t), scale);
    }
  }

  private int checked(int symbol) {
    int vocabulary = config.network().vocabulary();
    if (symbol < 0 || symbol >= vocabulary) {
      throw new IllegalArgumentException(
          "symbols are from 0 to %d, but one is %d".formatted(vocabulary - 1, symbol));
    }
    return symbol;
  }

  private void collectBits(Batch batch) {
    for (int w = 0; w < order.size(); w++) {
      int i = order.window(w);
      if (i < batch.size()) {
        for (int t = 0; t < batch.length(i); t++) {
          result.setNetworkBits(i, t, network.bits(w, t));
        }
      }
    }
    result.sum(batch);
  }

  private void keepStates(Batch batch) {
    for (int w = 0; w < order.size(); w++) {
      int i = order.window(w);
      if (i < batch.size()) {
        StreamState state = batch.state(i);
        network.getLastState(w, state.values());
        state.setLastSymbol(batch.symbol(i, batch.length(i) - 1));
      }
    }
  }

  /** Offers the windows of a step that was finite to the memory. */
  private void remember(Batch batch) {
    for (int w = 0; w < order.size(); w++) {
      int i = order.window(w);
      if (i < batch.size()) {
        int place = memory.offer();
        if (place >= 0) {
          // The batch has the new states by now, the network still has the old ones.
          network.getState(w, state);
          int previous = network.input(w, 0);
          memory.keep(
              place, state, previous, batch.observations(), batch.start(i), batch.length(i));
        }
      }
    }
  }

  /**
   * After a step that was not finite: its streams begin anew where their state was lost, and a
   * symbol that got no probability is charged what a uniform guess costs.
   */
  private void forgetLostStates(Batch batch) {
    float uniform = (float) (Math.log(config.network().vocabulary()) / Math.log(2));
    for (int i = 0; i < batch.size(); i++) {
      for (int t = 0; t < batch.length(i); t++) {
        if (!Float.isFinite(result.networkBits(i, t))) {
          result.setNetworkBits(i, t, uniform);
        }
      }
      float[] values = batch.state(i).values();
      for (float value : values) {
        if (!Float.isFinite(value)) {
          Arrays.fill(values, 0f);
          break;
        }
      }
    }
    result.sum(batch);
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
      all.addAll(predictTogether(states.subList(from, to), top, continuation));
    }
    return all;
  }

  private List<NextSymbols> predictTogether(List<StreamState> states, int top, int continuation) {
    int count = states.size();
    int vocabulary = config.network().vocabulary();
    order.clear();
    for (int i = 0; i < count; i++) {
      order.add(1);
    }
    order.sort();
    network.begin(order.lengths(), count);
    for (int w = 0; w < count; w++) {
      network.setState(w, states.get(w).values());
      network.setSymbol(w, 0, states.get(w).lastSymbol(), 0, 0);
    }
    float[] logits = new float[vocabulary];
    List<LookAhead> histories = suppose(states);
    List<NextSymbols> expected = new ArrayList<>(count);
    for (int position = 0; position < Math.max(1, continuation); position++) {
      if (position > 0) {
        network.keepStates();
      }
      network.forward();
      network.fetchLogits();
      for (int w = 0; w < count; w++) {
        network.getLogits(w, 0, logits, 0);
        int next = mostProbable(histories, w, logits);
        if (position == 0) {
          expected.add(next(histories, w, logits, top, continuation));
        }
        if (position < continuation) {
          expected.get(w).continuation()[position] = next;
        }
        network.setSymbol(w, 0, next, 0, 0);
        if (mixing != null) {
          histories.get(w).append(next);
        }
      }
    }
    histories.forEach(LookAhead::end);
    return expected;
  }

  private List<LookAhead> suppose(List<StreamState> states) {
    return mixing == null ? List.of() : states.stream().map(mixing::suppose).toList();
  }

  private int mostProbable(List<LookAhead> histories, int w, float[] logits) {
    return mixing == null
        ? NextSymbols.argMax(logits, logits.length)
        : mixing.next(histories.get(w), logits, 1, 0).symbols()[0];
  }

  private NextSymbols next(
      List<LookAhead> histories, int w, float[] logits, int top, int continuation) {
    return mixing == null
        ? NextSymbols.of(logits, top, continuation)
        : mixing.next(histories.get(w), logits, Math.min(top, logits.length), continuation);
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

  /** A copy of all that was learned, of the learner with number 0, which does not share. */
  public LearnerSnapshot snapshot() {
    return new LearnerSnapshot(
        0,
        networkWeights(),
        new LearnerSnapshot.Optimiser(
            safeguard.skippedSteps(), adam.firstMoment(), adam.secondMoment(), adam.rowUpdates()),
        memory.snapshot(),
        mixing == null ? null : mixing.snapshot(),
        null,
        Provenance.ofSeed(config.seed()));
  }

  /**
   * Goes on from a snapshot.
   *
   * @throws IllegalArgumentException if it belongs to another network
   */
  public void restore(LearnerSnapshot snapshot) {
    if (!snapshot.network().equals(config.network())) {
      throw new IllegalArgumentException(
          "the weights belong to another network: they are of %s, the options ask for %s"
              .formatted(snapshot.network(), config.network()));
    }
    LearnerSnapshot.Optimiser optimiser = snapshot.optimiser();
    adam.restore(
        snapshot.updates(),
        optimiser.firstMoment(),
        optimiser.secondMoment(),
        optimiser.rowUpdates());
    setWeights(snapshot.weights().values());
    safeguard.restore(optimiser.skipped());
    memory.restore(snapshot.rehearsal());
    if (mixing != null && snapshot.context() != null) {
      mixing.restore(snapshot.context());
    }
  }

  @Override
  public void close() {
    kernels.close();
  }
}
