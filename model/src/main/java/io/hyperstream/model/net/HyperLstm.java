package io.hyperstream.model.net;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.net.input.InputLayer;
import io.hyperstream.model.net.input.SymbolTable;
import io.hyperstream.model.net.input.VectorInput;
import io.hyperstream.model.net.output.MixtureDensity;
import io.hyperstream.model.net.output.OutputHead;
import io.hyperstream.model.net.output.OutputParameters;
import io.hyperstream.model.net.output.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * A HyperLSTM (Ha, Dai, Le 2016; reference 1.3 to 1.5): forward and backward over a batch of ragged
 * windows, written once for all back ends.
 *
 * <p>The windows are dealt out to one or several {@link Shard}s, and the gradients of the weights
 * are split by their columns; a {@link Schedule} says how the workers of the back end share all
 * that.
 */
final class HyperLstm implements Network {

  /** With fewer windows than this a worker would read all weights for hardly any work. */
  private static final int MIN_WINDOWS = 2;

  private final Kernels kernels;
  private final ParameterLayout layout;
  private final Parameters weights;
  private final Parameters gradients;
  private final InputLayer input;
  private final Masks masks;

  /** Null in a network without dropout. */
  private final DroppedWeights droppedWeights;

  private final List<Shard> shards = new ArrayList<>();

  /** How the work is dealt out, for each number of shards, from one on. */
  private final List<Schedule> schedules = new ArrayList<>();

  // Made once, since a step allocates nothing.
  private final Kernels.Task lossPart = (index, own) -> shards.get(index).loss();

  // What depends on the lengths of the windows only.
  private final Runnable forward;
  private final Runnable advance;
  private final Runnable backward;
  private final Runnable weightGradients;

  private final int[] lengths;
  private int windows;

  /** The lengths of the windows of one shard, on their way to it. */
  private final int[] dealt;

  private final Turns turns;

  /** What comes after the loss when the network learns in turns. */
  private Runnable afterLoss;

  private final Runnable choice = this::choose;

  /** The windows of one shard that are kept. */
  private final int[] kept;

  /** How many shards have windows. */
  private int active;

  private boolean awaited;

  /** Whether something is dropped in the windows. */
  private boolean drops;

  HyperLstm(HyperLstmConfig config, Masks masks, Kernels kernels, int maxWindows, int maxSteps) {
    this.masks = masks;
    this.kernels = kernels;
    this.layout = new ParameterLayout(config);
    this.weights = Parameters.weights(layout, kernels);
    this.gradients = new Parameters(layout, kernels);
    this.input = inputLayer();
    this.droppedWeights =
        masks.dropNothing() ? null : new DroppedWeights(kernels, config, masks, weights, gradients);
    OutputHead output = outputHead();
    this.lengths = new int[maxWindows];
    this.dealt = new int[maxWindows];
    this.kept = new int[maxWindows];
    this.forward = () -> schedule().forward.run(kernels);
    this.advance = () -> schedule().advance.run(kernels);
    this.backward = () -> schedule().backward.run(kernels);
    this.weightGradients = () -> schedule().gradients.run(kernels);
    int count = shardsFor(maxWindows);
    int maxWindowsOfShard = maxWindowsOfShard(maxWindows);
    for (int p = 0; p < count; p++) {
      shards.add(
          new Shard(
              layout,
              kernels.separate(),
              masks,
              weights,
              gradients,
              input,
              output,
              maxWindowsOfShard,
              maxSteps,
              p == 0));
    }
    this.turns = new Turns(shards, maxWindows);
    GradientParts parts = new GradientParts(kernels, input, shards, config.layers());
    for (int p = 1; p <= count; p++) {
      schedules.add(new Schedule(shards.subList(0, p), parts, turns));
    }
  }

  private InputLayer inputLayer() {
    Matrix weight = weights.get(layout.input());
    Matrix gradient = gradients.get(layout.input());
    return layout.config().density() == null
        ? new SymbolTable(kernels, weight, gradient, layout.gateColumns())
        : new VectorInput(kernels, weight, gradient, layout.gateColumns());
  }

  private OutputHead outputHead() {
    OutputParameters parameters =
        new OutputParameters(
            weights.get(layout.outputWeight()),
            weights.get(layout.outputBias()),
            gradients.get(layout.outputWeight()),
            gradients.get(layout.outputBias()));
    DensityConfig density = layout.config().density();
    return density == null ? new Softmax(parameters) : new MixtureDensity(density, parameters);
  }

  private Schedule schedule() {
    return schedules.get(active - 1);
  }

  /** How many shards so many windows are dealt out to. */
  private int shardsFor(int windows) {
    return Math.max(1, Math.min(kernels.workers(), windows / MIN_WINDOWS));
  }

  /** The maximum number of windows that fall to one shard when there are up to {@code windows}. */
  private int maxWindowsOfShard(int windows) {
    int max = 1;
    for (int count = 1; count <= windows; count++) {
      int share = shardsFor(count);
      max = Math.max(max, (count + share - 1) / share);
    }
    return max;
  }

  @Override
  public ParameterLayout layout() {
    return layout;
  }

  @Override
  public Parameters weights() {
    return weights;
  }

  @Override
  public Parameters gradients() {
    return gradients;
  }

  @Override
  public int stateSize() {
    return layout.config().stateSize();
  }

  @Override
  public void begin(int[] lengths, int windows) {
    this.windows = windows;
    drops = false;
    System.arraycopy(lengths, 0, this.lengths, 0, windows);
    active = shardsFor(windows);
    for (int p = 0; p < active; p++) {
      // Dealt out in turn, so that each shard has its share of the long ones.
      int count = 0;
      for (int w = p; w < windows; w += active) {
        dealt[count++] = lengths[w];
      }
      shards.get(p).begin(dealt, count);
    }
    turns.begin(windows, active);
    input.begin();
  }

  private Shard shard(int window) {
    return shards.get(window % active);
  }

  /** The row of one step of a window in its shard. */
  private int row(int window, int t) {
    return shard(window).row(window / active, t);
  }

  @Override
  public void setState(int window, float[] state) {
    shard(window).setState(window / active, state);
  }

  @Override
  public boolean worksInParts() {
    return kernels.workInParts() && masks.dropNothing();
  }

  @Override
  public void follow(int window, int before) {
    turns.follow(window, before);
  }

  @Override
  public void getState(int window, float[] state) {
    shard(window).getState(window / active, state);
  }

  @Override
  public void getLastState(int window, float[] state) {
    await();
    shard(window).getLastState(window / active, state);
  }

  @Override
  public void getStateGradient(int window, float[] gradient) {
    shard(window).getStateGradient(window / active, gradient);
  }

  @Override
  public void setSymbol(int window, int t, int symbol, int target, float lossScale) {
    Shard shard = shard(window);
    int row = row(window, t);
    shard.input().setSymbol(row, symbol);
    shard.output().setTarget(row, target, lossScale);
  }

  @Override
  public void setExample(int window, int t, double[] example, int offset, float lossScale) {
    Shard shard = shard(window);
    int row = row(window, t);
    shard.input().setVector(row, example, offset);
    int targets = offset + layout.config().inputs();
    shard.output().setTargets(row, example, targets, lossScale);
  }

  @Override
  public void drop(long step) {
    if (droppedWeights == null) {
      return;
    }
    drops = true;
    masks.draw(step);
    for (int p = 0; p < active; p++) {
      shards.get(p).drop(p, active);
    }
    input.uploadReadRows();
    droppedWeights.drop(input.readRows());
  }

  @Override
  public void restore() {
    if (droppedWeights != null) {
      droppedWeights.restore(input.readRows());
    }
  }

  @Override
  public void keepStates() {
    for (int p = 0; p < active; p++) {
      shards.get(p).keepStates();
    }
  }

  @Override
  public void forward() {
    upload();
    if (turns.areNeeded()) {
      schedule().forwardInTurns(turns.cut()).run(kernels);
    } else {
      kernels.repeat(forward, lengths, windows);
    }
  }

  @Override
  public void advance() {
    upload();
    kernels.repeat(advance, lengths, windows);
  }

  private void upload() {
    for (int p = 0; p < active; p++) {
      if (!drops) {
        shards.get(p).keepAll();
      }
      shards.get(p).upload();
    }
  }

  @Override
  public void fetchLogits() {
    for (int p = 0; p < active; p++) {
      shards.get(p).output().fetchLogits();
    }
  }

  @Override
  public void awaitLogits() {
    for (int p = 0; p < active; p++) {
      shards.get(p).output().awaitLogits();
    }
  }

  @Override
  public void getLogits(int window, int t, float[] target, int offset) {
    shard(window).output().getLogits(row(window, t), target, offset);
  }

  @Override
  public void loss() {
    kernels.parallel(active, lossPart);
    awaited = false;
  }

  /** Waits for what the loss has asked for, unless somebody has already. */
  private void await() {
    if (!awaited) {
      for (int p = 0; p < active; p++) {
        shards.get(p).await();
      }
      awaited = true;
    }
  }

  @Override
  public float bits(int window, int t) {
    await();
    return shard(window).output().bits(row(window, t));
  }

  @Override
  public float expectation(int window, int t) {
    await();
    return shard(window).output().expectation(row(window, t));
  }

  @Override
  public float variance(int window, int t) {
    await();
    return shard(window).output().variance(row(window, t));
  }

  @Override
  public void getProbabilities(int window, int t, float[] target) {
    shard(window).output().getProbabilities(row(window, t), target);
  }

  @Override
  public void keep(boolean[] kept) {
    await();
    input.begin();
    for (int p = 0; p < active; p++) {
      int count = 0;
      for (int w = p; w < windows; w += active) {
        if (kept[w]) {
          this.kept[count++] = w / active;
        }
      }
      shards.get(p).keep(this.kept, count);
    }
  }

  @Override
  public void backward() {
    input.uploadReadRows();
    kernels.repeat(backward, lengths, windows);
  }

  @Override
  public void weightGradients() {
    kernels.repeat(weightGradients, lengths, windows);
  }

  @Override
  public void learn(Beside beside) {
    if (kernels.workers() == 1) {
      backward();
      weightGradients();
      beside.runAll();
    } else {
      input.uploadReadRows();
      awaitLogits();
      schedule().learn(kernels, beside);
    }
  }

  @Override
  public boolean canLearnInTurns(int parts) {
    return turns.areNeeded() && parts < kernels.workers();
  }

  @Override
  public void learnInTurns(Beside beside, Runnable afterLoss) {
    upload();
    turns.beginAwaiting();
    this.afterLoss = afterLoss;
    schedule().learnInTurns(turns.cut(), beside, choice).run(kernels);
  }

  private void choose() {
    awaited = false;
    afterLoss.run();
    input.uploadReadRows();
  }

  @Override
  public void awaitLogits(int window) {
    turns.await(window);
  }

  @Override
  public Indices readRows() {
    return input.readRows();
  }
}
