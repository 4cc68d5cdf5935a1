package io.hyperstream.model;

import io.hyperstream.model.kernels.Backend;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.net.HyperLstm;
import io.hyperstream.model.net.ParameterLayout;
import io.hyperstream.model.net.Parameters;
import io.hyperstream.model.net.StartValues;
import io.hyperstream.model.net.WindowRows;
import io.hyperstream.model.optim.Adam;
import io.hyperstream.model.optim.Safeguard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns streams of symbols online: a HyperLSTM, its optimiser, and the step that first scores a
 * batch and then learns from it.
 *
 * <pre>{@code
 * try (Learner learner = Learner.create(Preset.SMALL.config(seed), Backend.AUTO)) {
 *   Batch batch = new Batch(learner.config());
 *   StreamState state = new StreamState(learner.config().network());
 *   batch.add(state, symbols, 0, 24);
 *   double bits = learner.step(batch).totalBits();
 * }
 * }</pre>
 *
 * <p>The same config and the same batches give the same bits and weights on the same back end and
 * machine. Not thread-safe.
 */
public final class Learner implements AutoCloseable {

  private final LearnerConfig config;
  private final Kernels kernels;
  private final ParameterLayout layout;
  private final Parameters weights;
  private final HyperLstm network;
  private final Adam adam;
  private final Safeguard safeguard;
  private final StepResult result;

  /** The windows of a batch in the order of the network's rows: longest first. */
  private final int[] order;

  private final int[] lengths;
  private final int[] lengthStarts;

  /** The different symbols read in a step, and for each symbol the last step that read it. */
  private final int[] read;

  private final long[] lastRead;
  private int readCount;
  private long step;

  private Learner(LearnerConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    this.layout = new ParameterLayout(config.network());
    this.weights = new Parameters(layout, kernels);
    Parameters gradients = new Parameters(layout, kernels);
    this.network =
        new HyperLstm(layout, kernels, weights, gradients, config.batch(), config.window());
    weights.set(StartValues.of(layout, config.seed()));
    kernels.weightsChanged();
    this.adam = new Adam(config.adam(), layout, kernels, weights, gradients);
    this.safeguard = new Safeguard(kernels, weights);
    this.result = new StepResult(config);
    this.order = new int[config.batch()];
    this.lengths = new int[config.batch()];
    this.lengthStarts = new int[config.window() + 2];
    this.read = new int[config.network().vocabulary()];
    this.lastRead = new long[config.network().vocabulary()];
  }

  /** A learner that has seen nothing yet. */
  public static Learner create(LearnerConfig config, Backend backend) {
    return new Learner(config, backend.open());
  }

  public LearnerConfig config() {
    return config;
  }

  /** The back end in use, such as {@code vector}. */
  public String backend() {
    return kernels.name();
  }

  /** Number of the network's parameters. */
  public int parameters() {
    return layout.size();
  }

  /** Scores the batch, then learns from it: updates the states, the weights and the version. */
  public StepResult step(Batch batch) {
    run(batch);
    learn(batch);
    if (result.skipped) {
      safeguard.skipped();
      forgetLostStates(batch);
    }
    return result;
  }

  /** Scores the batch under frozen weights: updates the states only. */
  public StepResult score(Batch batch) {
    run(batch);
    return result;
  }

  private void run(Batch batch) {
    if (batch.size() == 0) {
      throw new IllegalArgumentException("a step needs at least one window");
    }
    step++;
    sortByLength(batch);
    fillRows(batch);
    network.forward();
    collectBits(batch, network.loss());
    keepStates(batch);
    result.gradientNorm = Double.NaN;
    result.skipped = false;
  }

  private void learn(Batch batch) {
    double norm = Double.NaN;
    if (Double.isFinite(result.totalBits)) {
      network.backward(read, readCount);
      norm = adam.gradientNorm(read, readCount);
    }
    result.gradientNorm = norm;
    result.skipped = !Double.isFinite(norm);
    if (!result.skipped) {
      safeguard.succeeded();
      adam.update(norm, batch.size(), read, readCount);
    }
  }

  /** Counting sort of the windows, stable, longest first. */
  private void sortByLength(Batch batch) {
    Arrays.fill(lengthStarts, 0);
    int longest = config.window();
    for (int i = 0; i < batch.size(); i++) {
      lengthStarts[longest - batch.length(i) + 1]++;
    }
    for (int k = 1; k < lengthStarts.length; k++) {
      lengthStarts[k] += lengthStarts[k - 1];
    }
    for (int i = 0; i < batch.size(); i++) {
      order[lengthStarts[longest - batch.length(i)]++] = i;
    }
    for (int w = 0; w < batch.size(); w++) {
      lengths[w] = batch.length(order[w]);
    }
  }

  private void fillRows(Batch batch) {
    WindowRows rows = network.rows();
    rows.set(lengths, batch.size());
    readCount = 0;
    for (int w = 0; w < batch.size(); w++) {
      StreamState state = batch.state(order[w]);
      network.setState(w, state.values());
      int input = state.lastSymbol();
      for (int t = 0; t < lengths[w]; t++) {
        int row = rows.start(t) + w;
        int target = checked(batch.symbol(order[w], t));
        network.inputs()[row] = input;
        network.targets()[row] = target;
        markRead(input);
        input = target;
      }
    }
  }

  private int checked(int symbol) {
    if (symbol < 0 || symbol >= lastRead.length) {
      throw new IllegalArgumentException(
          "symbols are from 0 to %d, but one is %d".formatted(lastRead.length - 1, symbol));
    }
    return symbol;
  }

  private void markRead(int symbol) {
    if (symbol >= 0 && lastRead[symbol] != step) {
      lastRead[symbol] = step;
      read[readCount++] = symbol;
    }
  }

  private void collectBits(Batch batch, float[] bits) {
    WindowRows rows = network.rows();
    double total = 0;
    for (int w = 0; w < batch.size(); w++) {
      for (int t = 0; t < lengths[w]; t++) {
        float value = bits[rows.start(t) + w];
        total += value;
        result.setBits(order[w], t, value);
      }
    }
    result.totalBits = total;
  }

  private void keepStates(Batch batch) {
    WindowRows rows = network.rows();
    for (int w = 0; w < batch.size(); w++) {
      StreamState state = batch.state(order[w]);
      network.getState(rows.start(lengths[w] - 1) + w, state.values());
      state.setLastSymbol(batch.symbol(order[w], lengths[w] - 1));
    }
  }

  /**
   * After a step that was not finite: its streams begin anew where their state was lost, and a
   * symbol that got no probability is charged what a uniform guess costs.
   */
  private void forgetLostStates(Batch batch) {
    float uniform = (float) (Math.log(config.network().vocabulary()) / Math.log(2));
    double total = 0;
    for (int i = 0; i < batch.size(); i++) {
      for (int t = 0; t < batch.length(i); t++) {
        if (!Float.isFinite(result.bits(i, t))) {
          result.setBits(i, t, uniform);
        }
        total += result.bits(i, t);
      }
      float[] values = batch.state(i).values();
      for (float value : values) {
        if (!Float.isFinite(value)) {
          Arrays.fill(values, 0f);
          break;
        }
      }
    }
    result.totalBits = total;
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
    Arrays.fill(lengths, 0, count, 1);
    WindowRows rows = network.rows();
    rows.set(lengths, count);
    for (int w = 0; w < count; w++) {
      network.setState(w, states.get(w).values());
      network.inputs()[rows.start(0) + w] = states.get(w).lastSymbol();
    }
    float[] logits = new float[count * vocabulary];
    List<NextSymbols> expected = new ArrayList<>(count);
    for (int position = 0; position < Math.max(1, continuation); position++) {
      if (position > 0) {
        network.keepStates();
      }
      network.forward();
      network.getLogits(rows.start(0), count, logits);
      for (int w = 0; w < count; w++) {
        if (position == 0) {
          int from = w * vocabulary;
          float[] own = Arrays.copyOfRange(logits, from, from + vocabulary);
          expected.add(NextSymbols.of(own, top, continuation));
        }
        int next = NextSymbols.argMax(logits, w * vocabulary, vocabulary);
        if (position < continuation) {
          expected.get(w).continuation()[position] = next;
        }
        network.inputs()[rows.start(0) + w] = next;
      }
    }
    return expected;
  }

  /** How often the weights were updated. */
  public long version() {
    return adam.updates();
  }

  /** Steps that left the weights alone because loss or gradient were not finite. */
  public long skippedSteps() {
    return safeguard.skippedSteps();
  }

  /** A copy of all that was learned. */
  public LearnerSnapshot snapshot() {
    return new LearnerSnapshot(
        config.network(),
        adam.updates(),
        safeguard.skippedSteps(),
        weights.toArray(),
        adam.firstMoment(),
        adam.secondMoment(),
        adam.rowUpdates());
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
    adam.restore(
        snapshot.updates(), snapshot.firstMoment(), snapshot.secondMoment(), snapshot.rowUpdates());
    weights.set(snapshot.weights());
    kernels.weightsChanged();
    safeguard.restore(snapshot.skipped());
  }

  @Override
  public void close() {
    kernels.close();
  }
}
