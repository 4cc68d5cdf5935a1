package io.hyperstream.model.net;

import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;
import io.hyperstream.model.kernels.Matrix;
import io.hyperstream.model.kernels.WindowRows;
import io.hyperstream.model.net.gradient.GradientPart;
import io.hyperstream.model.net.gradient.WeightGradient;
import io.hyperstream.model.net.gradient.WeightProduct;
import io.hyperstream.model.net.input.InputLayer;
import io.hyperstream.model.net.input.SymbolTable;
import io.hyperstream.model.net.input.VectorInput;
import io.hyperstream.model.net.output.MixtureDensity;
import io.hyperstream.model.net.output.OutputHead;
import io.hyperstream.model.net.output.Softmax;
import io.hyperstream.model.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

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

  /** A gradient is not split into parts of fewer columns than this. */
  private static final int MIN_COLUMNS = 64;

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

  /** For each window the one that it follows, or a negative number. */
  private final int[] before;

  private boolean follows;

  /** The first window of each turn, and behind the last turn the number of windows. */
  private final int[] turns;

  private final Schedule.Turn turn = new ForwardTurn();

  /** The turn of each window. */
  private final int[] turnOf;

  /** For each shard the turns whose logits can be read. */
  private final AtomicIntegerArray ended;

  /** Whether windows are waited for one by one. */
  private boolean learnsInTurns;

  /** What comes after the loss when the network learns in turns. */
  private Runnable afterLoss;

  private final Runnable choice =
      () -> {
        awaited = false;
        afterLoss.run();
        uploadReadRows();
      };

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
    this.before = new int[maxWindows];
    this.turns = new int[maxWindows + 1];
    this.turnOf = new int[maxWindows];
    this.kept = new int[maxWindows];
    this.forward = () -> schedule().forward.run(kernels);
    this.advance = () -> schedule().advance.run(kernels);
    this.backward = () -> schedule().backward.run(kernels);
    this.weightGradients = () -> schedule().gradients.run(kernels);
    int count = shardsFor(maxWindows);
    this.ended = new AtomicIntegerArray(count);
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
              maxWindowsOfShard(maxWindows),
              maxSteps,
              p == 0));
    }
    addSchedules();
  }

  private InputLayer inputLayer() {
    Matrix weight = weights.get(layout.input());
    Matrix gradient = gradients.get(layout.input());
    return layout.config().density() == null
        ? new SymbolTable(kernels, weight, gradient, layout.gateColumns())
        : new VectorInput(kernels, weight, gradient, layout.gateColumns());
  }

  private OutputHead outputHead() {
    DensityConfig density = layout.config().density();
    Matrix weight = weights.get(layout.outputWeight());
    Matrix bias = weights.get(layout.outputBias());
    Matrix weightGradient = gradients.get(layout.outputWeight());
    Matrix biasGradient = gradients.get(layout.outputBias());
    return density == null
        ? new Softmax(weight, bias, weightGradient, biasGradient)
        : new MixtureDensity(density, weight, bias, weightGradient, biasGradient);
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

  private void addSchedules() {
    int layers = layout.config().layers();
    List<List<GradientPart>> layerGradients = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      int layer = l;
      layerGradients.add(
          weightGradients(shards.stream().map(shard -> shard.weightProducts(layer)).toList()));
    }
    List<GradientPart> outputGradients =
        weightGradients(shards.stream().map(shard -> List.of(shard.outputProduct())).toList());
    List<GradientPart> others = new ArrayList<>();
    split(input.columns(), (from, count) -> others.add(input.gradient(from, count)));
    others.add(
        (own, count) -> {
          for (int p = 0; p < count; p++) {
            shards.get(p).addBiasGradients(own, p > 0);
          }
        });
    for (int count = 1; count <= shards.size(); count++) {
      schedules.add(
          new Schedule(shards.subList(0, count), layers, layerGradients, outputGradients, others));
    }
  }

  /**
   * @param products those of each shard, in the same order
   */
  private List<GradientPart> weightGradients(List<List<WeightProduct>> products) {
    List<WindowRows> rows = shards.stream().map(Shard::rows).toList();
    List<GradientPart> parts = new ArrayList<>();
    for (int i = 0; i < products.get(0).size(); i++) {
      int product = i;
      List<WeightProduct> uses = products.stream().map(list -> list.get(product)).toList();
      split(
          uses.get(0).gradient().columns(),
          (from, count) -> parts.add(new WeightGradient(kernels, uses, rows, from, count)));
    }
    return parts;
  }

  private interface ColumnRange {
    void accept(int from, int columns);
  }

  /**
   * Cuts columns into two parts for each worker, of whole vectors, so that the workers end
   * together.
   */
  private void split(int columns, ColumnRange parts) {
    int maxParts = kernels.workers() == 1 ? 1 : 2 * kernels.workers();
    int share = (columns + maxParts - 1) / maxParts;
    int width = (share + MIN_COLUMNS - 1) / MIN_COLUMNS * MIN_COLUMNS;
    for (int from = 0; from < columns; from += width) {
      parts.accept(from, Math.min(width, columns - from));
    }
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
    follows = false;
    learnsInTurns = false;
    Arrays.fill(before, 0, windows, -1);
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
    this.before[window] = before;
    follows = true;
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
    if (follows) {
      int count = takeTurns();
      schedule().forwardInTurns(count, turn).run(kernels);
    } else {
      kernels.repeat(forward, lengths, windows);
    }
  }

  /**
   * Cuts the windows into turns, so that none follows another one of its turn; returns how many.
   */
  private int takeTurns() {
    int count = 0;
    for (int w = 0; w < windows; w++) {
      if (count == 0 || before[w] >= turns[count - 1]) {
        turns[count++] = w;
      }
      turnOf[w] = count - 1;
    }
    turns[count] = windows;
    return count;
  }

  private final class ForwardTurn implements Schedule.Turn {

    @Override
    public void run(int number, int layer, int p) {
      Shard shard = shards.get(p);
      int from = firstOfShard(turns[number], p);
      int to = firstOfShard(turns[number + 1], p);
      for (int w = from; w < to; w++) {
        int last = before[w * active + p];
        if (last >= 0) {
          shard.follow(layer, w, shard(last), last / active);
        }
      }
      if (to > from) {
        shard.forward(layer, from, to - from);
      }
    }

    @Override
    public void end(int number, int p) {
      int from = firstOfShard(turns[number], p);
      int to = firstOfShard(turns[number + 1], p);
      try {
        shards.get(p).outputsInTurn(from, to - from);
      } finally {
        ended.set(p, number + 1); // nobody waits for ever
      }
    }
  }

  private void uploadReadRows() {
    input.uploadReadRows();
  }

  /** The first window of a shard, by its number there, that is this one or comes after it. */
  private int firstOfShard(int window, int p) {
    return (window - p + active - 1) / active;
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
    for (int p = 0; !awaited && p < active; p++) {
      shards.get(p).await();
    }
    awaited = true;
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
    return follows && parts < kernels.workers();
  }

  @Override
  public void learnInTurns(Beside beside, Runnable afterLoss) {
    upload();
    int count = takeTurns();
    for (int p = 0; p < active; p++) {
      ended.set(p, 0);
    }
    learnsInTurns = true;
    this.afterLoss = afterLoss;
    schedule().learnInTurns(count, turn, beside, choice).run(kernels);
  }

  @Override
  public void awaitLogits(int window) {
    for (int spins = 0; learnsInTurns && ended.get(window % active) <= turnOf[window]; spins++) {
      Workers.pause(spins);
    }
  }

  @Override
  public Indices readRows() {
    return input.readRows();
  }
}
