package io.hyperstream.model;

import io.hyperstream.model.context.History;
import io.hyperstream.model.density.DensityConfig;
import io.hyperstream.model.expert.Continuation;
import io.hyperstream.model.expert.ExpertWindows;
import io.hyperstream.model.net.Network;
import io.hyperstream.model.observation.Observations;
import io.hyperstream.model.rehearsal.RehearsalMemory;
import java.util.Arrays;
import java.util.List;

/**
 * The windows of a step on their way through the network: those of the batch, which are new, and
 * those of the past, which are learned but never scored. All together are sorted by length, as the
 * network wants them; an expert sees the new ones only, in that order.
 */
final class StepWindows implements ExpertWindows {

  private final LearnerConfig config;
  private final Network network;
  private final RehearsalMemory memory;
  private final StepResult result;
  private final LengthOrder order;

  /** The new windows as an expert sees them. */
  private final LengthOrder scored;

  /** The place in the network of each new window, in that order. */
  private final int[] places;

  /** The same by their number in the batch. */
  private final int[] placeOf;

  /** For each new window how many of its stream are before it. */
  private final int[] turns;

  /** The symbol before each new window. */
  private final int[] inputs;

  /** Whether the window at a place is learned. */
  private final boolean[] learned;

  /** How surprising the next symbol of each new window has to be to be asked for. */
  private final float[] levels;

  /** A state on its way between the network and the memory. */
  private final float[] state;

  /** The states that windows start from which go on from another one; made when first needed. */
  private final float[][] starts;

  /** The windows through which several streams go side by side, while those states are made. */
  private final int[] passed;

  /** The examples of vectors; null for symbols. */
  private final BatchExamples examples;

  /** An example on its way from the memory to the network. */
  private final double[] example;

  private Batch batch;
  private int size;

  StepWindows(LearnerConfig config, Network network, RehearsalMemory memory, StepResult result) {
    int maxWindows = config.maxWindows();
    this.config = config;
    this.network = network;
    this.memory = memory;
    this.result = result;
    this.order = new LengthOrder(maxWindows, config.window());
    this.scored = new LengthOrder(config.batch(), config.window());
    this.places = new int[config.batch()];
    this.placeOf = new int[config.batch()];
    this.turns = new int[config.batch()];
    this.inputs = new int[config.batch()];
    this.learned = new boolean[maxWindows];
    this.levels = new float[config.batch()];
    this.state = new float[network.stateSize()];
    this.starts = new float[config.batch()][];
    this.passed = new int[config.batch()];
    DensityConfig density = config.network().density();
    this.examples = density == null ? null : new BatchExamples(config);
    result.setExamples(examples);
    this.example = new double[density == null ? 0 : density.exampleSize()];
  }

  /**
   * Sets what the network reads and is to predict.
   *
   * @param rehearsed how many windows of the past the memory has drawn
   */
  void fill(Batch batch, int rehearsed) {
    this.batch = batch;
    Arrays.fill(levels, Float.POSITIVE_INFINITY);
    result.forgetContinuations();
    if (examples != null) {
      examples.make(batch);
    }
    if (!network.worksInParts()) {
      goThroughFollowed();
    }
    sortByLength(rehearsed);
    network.begin(order.lengths(), order.size());
    Arrays.fill(learned, 0, order.size(), true);
    float scale = 1f / batch.symbols();
    float rehearsedScale = (float) config.rehearsal().weight() * scale;
    for (int w = 0; w < order.size(); w++) {
      int i = order.window(w);
      if (i < batch.size()) {
        placeOf[i] = w;
        fillNew(w, i, scale);
      } else {
        fillRehearsed(w, i - batch.size(), rehearsedScale);
      }
    }
    for (int window = 0; window < size; window++) {
      places[window] = placeOf[scored.window(window)];
    }
  }

  private void sortByLength(int rehearsed) {
    size = batch.size();
    scored.clear();
    for (int i = 0; i < size; i++) {
      turns[i] = batch.follows(i) ? turns[i - 1] + 1 : 0;
      scored.add(i, batch.length(i));
    }
    scored.sort();
    order.clear();
    // Side by side is what can go through the network side by side.
    for (int turn = 0; order.size() < size; turn++) {
      for (int i = 0; i < size; i++) {
        if (turns[i] == turn) {
          order.add(i, batch.length(i));
        }
      }
    }
    for (int i = 0; i < rehearsed; i++) {
      order.add(size + i, memory.length(i));
    }
    order.sort();
  }

  /**
   * Makes the states that windows start from which go on from another one: window after window, and
   * side by side for different streams.
   */
  private void goThroughFollowed() {
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.isFollowed(i) && !batch.follows(i)) {
        passed[count++] = i;
      }
    }
    while (count > 0) {
      order.clear();
      for (int w = 0; w < count; w++) {
        order.add(w, batch.length(passed[w]));
      }
      order.sort();
      network.begin(order.lengths(), count);
      for (int w = 0; w < count; w++) {
        fillNew(w, passed[w], 0);
      }
      network.advance();
      network.keepStates();
      count = keepStarts(count);
    }
  }

  /** Keeps the states after windows; returns how many of the next windows are followed too. */
  private int keepStarts(int count) {
    int next = 0;
    for (int w = 0; w < count; w++) {
      int i = passed[w] + 1;
      network.getState(w, start(i));
      if (batch.isFollowed(i)) {
        passed[next++] = i;
      }
    }
    return next;
  }

  private float[] start(int i) {
    if (starts[i] == null) {
      starts[i] = new float[network.stateSize()];
    }
    return starts[i];
  }

  private void fillNew(int w, int i, float scale) {
    boolean follows = batch.follows(i);
    if (follows && network.worksInParts()) {
      network.follow(w, placeOf[i - 1]);
    } else {
      network.setState(w, follows ? starts[i] : batch.state(i).values());
    }
    if (examples != null) {
      for (int t = 0; t < batch.length(i); t++) {
        network.setExample(w, t, examples.values(), examples.from(i, t), scale);
      }
      return;
    }
    int input =
        follows ? batch.symbol(i - 1, batch.length(i - 1) - 1) : batch.state(i).lastSymbol();
    inputs[i] = input;
    for (int t = 0; t < batch.length(i); t++) {
      int target = checked(batch.symbol(i, t));
      network.setSymbol(w, t, input, target, scale);
      input = target;
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

  private void fillRehearsed(int w, int i, float scale) {
    memory.readState(i, state);
    network.setState(w, state);
    for (int t = 0; examples != null && t < memory.length(i); t++) {
      memory.readVector(i, t, example);
      network.setExample(w, t, example, 0, scale);
    }
    for (int t = 0; examples == null && t < memory.length(i); t++) {
      network.setSymbol(w, t, memory.symbol(i, t - 1), memory.symbol(i, t), scale);
    }
  }

  /** The number in the batch of a new window. */
  private int index(int window) {
    return order.window(places[window]);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int length(int window) {
    return batch.length(index(window));
  }

  @Override
  public int symbol(int window, int t) {
    return batch.symbol(index(window), t);
  }

  @Override
  public History history(int window) {
    return batch.state(index(window)).beginHistory();
  }

  @Override
  public void fetchLogits() {
    network.fetchLogits();
  }

  @Override
  public void awaitLogits() {
    network.awaitLogits();
  }

  @Override
  public void awaitLogits(int window) {
    network.awaitLogits(places[window]);
  }

  @Override
  public void getLogits(int window, int t, float[] target) {
    network.getLogits(places[window], t, target, 0);
  }

  @Override
  public void judge(int window, int t, float[] outputs) {
    examples.judge(index(window), t, outputs, result);
  }

  @Override
  public void setBits(int window, int t, float bits, float expectation, float variance) {
    result.setBits(index(window), t, bits);
    result.setMoments(index(window), t, expectation, variance);
  }

  @Override
  public boolean isAsked(int window, int t, float surprise) {
    float level = batch.askedLevel(index(window), t);
    if (!Float.isNaN(level)) {
      levels[window] = level;
    }
    if (!(surprise >= levels[window])) {
      return false;
    }
    levels[window] = Math.nextUp(surprise);
    return true;
  }

  @Override
  public void setContinuations(int window, int t, List<Continuation> continuations) {
    result.setContinuations(index(window), t, continuations);
  }

  @Override
  public float networkSurprise(int window, int t) {
    int place = places[window];
    return network.bits(place, t) - network.expectation(place, t);
  }

  @Override
  public void getProbabilities(int window, int t, float[] target) {
    network.getProbabilities(places[window], t, target);
  }

  /**
   * Finds the new windows that are dear enough to be learned, by the network alone. Where the
   * network cannot leave out some of them, one is enough for all.
   *
   * @param minBits what their symbols must cost on average, in bits
   * @return the symbols of those that are learned
   */
  int chooseDear(double minBits) {
    int symbols = 0;
    for (int window = 0; window < size; window++) {
      double bits = 0;
      for (int t = 0; t < length(window); t++) {
        bits += network.bits(places[window], t);
      }
      // What is not finite is not cheap: the step must see it.
      learned[places[window]] = !(bits < minBits * length(window));
      symbols += learned[places[window]] ? length(window) : 0;
    }
    if (symbols > 0 && !network.worksInParts()) {
      Arrays.fill(learned, 0, order.size(), true);
      return batch.symbols();
    }
    return symbols;
  }

  /** Lets the network learn the chosen windows only. */
  void keepChosen() {
    network.keep(learned);
  }

  /** How many new windows are not learned. */
  int cheap() {
    int cheap = 0;
    for (int window = 0; window < size; window++) {
      cheap += learned[places[window]] ? 0 : 1;
    }
    return cheap;
  }

  /** Brings the network's bits and the states after the windows to where they belong. */
  void collect() {
    for (int window = 0; window < size; window++) {
      int i = index(window);
      for (int t = 0; t < batch.length(i); t++) {
        int place = places[window];
        float scale = examples == null ? 0 : examples.scaleBits(i, t);
        result.setNetworkBits(i, t, network.bits(place, t) + scale);
        if (!config.context().isOn()) {
          float expectation = network.expectation(place, t) + scale;
          result.setMoments(i, t, expectation, network.variance(place, t));
        }
      }
      if (!batch.isFollowed(i)) {
        StreamState stream = batch.state(i);
        network.getLastState(places[window], stream.values());
        if (examples == null) {
          stream.setLastSymbol(batch.symbol(i, batch.length(i) - 1));
        }
      }
    }
    result.sum(batch);
  }

  /** Offers the new windows that a finite step has learned to the memory. */
  void remember() {
    for (int window = 0; window < size; window++) {
      int place = learned[places[window]] ? memory.offer() : -1;
      if (place >= 0) {
        int i = index(window);
        getStart(window, i);
        Observations kept = examples == null ? batch.observations() : examples.all();
        int input = examples == null ? inputs[i] : StreamState.NONE;
        memory.keep(place, state, input, kept, batch.start(i), batch.length(i));
      }
    }
  }

  /** The state that a new window started from: the batch has the new states by now. */
  private void getStart(int window, int i) {
    if (batch.follows(i) && network.worksInParts()) {
      network.getLastState(placeOf[i - 1], state);
    } else {
      network.getState(places[window], state);
    }
  }

  /**
   * After a step that was not finite: its streams begin anew where their state was lost, and a
   * symbol that got no probability is charged what a uniform guess costs, as was to be expected; a
   * vector what a normal distribution of the stream's location and spread costs on average.
   */
  void forgetLostStates() {
    for (int i = 0; i < batch.size(); i++) {
      for (int t = 0; t < batch.length(i); t++) {
        float uniform = bitsOfNothing(i, t);
        if (!Float.isFinite(result.networkBits(i, t))) {
          result.setNetworkBits(i, t, uniform);
        }
        if (!Float.isFinite(result.expectation(i, t)) || !Float.isFinite(result.variance(i, t))) {
          result.setMoments(i, t, uniform, 0);
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

  private float bitsOfNothing(int i, int t) {
    DensityConfig density = config.network().density();
    if (density == null) {
      return (float) (Math.log(config.network().vocabulary()) / Math.log(2));
    }
    double normal = Math.log(2 * Math.PI * Math.E) / 2 / Math.log(2);
    return (float) (density.continuous() * normal + density.binary()) + examples.scaleBits(i, t);
  }
}
