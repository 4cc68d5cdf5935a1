package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts bytes by mixing a network's distribution with statistics of what followed which context.
 *
 * <p>A byte is eight binary decisions, upper bit first. For each of them models give logits: the
 * network, by summing its distribution below the node; a {@link MatchModel} of repetitions in the
 * key's own past; and models of many contexts, such as the latest one to eight bytes, words, and
 * the line above. A gated {@link Mixer} weighs the logits, an {@link ApmStage} corrects the result,
 * the bit is scored, and everything learns it. This is context mixing (Mahoney 2005, <i>Adaptive
 * weighing of context models for lossless data compression</i>).
 *
 * <p>The model holds what all keys of a worker share and has a constant size; a key's own part is
 * its {@link History}. The same symbols in the same order give the same bits. Not thread-safe.
 */
public final class ContextModel {

  /** The match index's and the bit histories' shares of the memory for hashed statistics. */
  private static final double INDEX_SHARE = 0.0625;

  private static final double NODE_SHARE = 0.35;

  /** An upper bound for what else the models with hashed tables and the contexts take. */
  private static final int MAP_BYTES = 600 << 10;

  /** With less memory than this the parts that are not hashed are smaller, too. */
  private static final int AMPLE_BYTES = 8 << 20;

  /** Inputs of the mixer beside those of contexts. */
  private static final int OTHER_INPUTS =
      MatchModel.LENGTHS + DirectModel.INPUTS + NetworkModel.INPUTS + 1;

  private static final float BIAS = 0.4f;

  /** The network is trusted from the start, the many others together about as much. */
  private static final float START_WEIGHT = 0.05f;

  private static final float NETWORK_START_WEIGHT = 0.25f;

  /** How many of the contexts that tell familiarity were seen before: 0 to all of them. */
  private static final int FAMILIARITIES = 8;

  private final ContextConfig config;
  private final int worker;
  private final ContextHashes hashes;
  private final IndirectModel bitHistories;
  private final SymbolHistoryModel symbolHistories;
  private final MatchModel matches;
  private final PointerModel pointers;
  private final DirectModel direct;
  private final NetworkModel network = new NetworkModel();
  private final Selectors selectors;
  private final Mixer mixer;
  private final ApmStage apm;
  private final Frontier open = new Frontier();

  private final List<Learned> learned;

  private long begunKeys;

  /** Bits that were learned; at least 1 if it began with what others had learned. */
  private long bits;

  /** Whether it has predicted nothing yet, since it was made or restored. */
  private boolean isNew = true;

  /** Moments of the bits of the byte that was scored last. */
  private float expectation;

  private float variance;

  /** The model of the first worker, which has seen nothing yet. */
  public ContextModel(ContextConfig config) {
    this(config, 0);
  }

  /** The same of another worker. */
  public ContextModel(ContextConfig config, int worker) {
    this.config = config;
    this.worker = worker;
    boolean lean = config.lean();
    int nodes = ContextHashes.nodes(lean).size();
    int symbols = ContextHashes.symbols(lean).size();
    boolean ample = config.memoryBytes() >= AMPLE_BYTES;
    boolean detailed = ample && !lean;
    this.direct = new DirectModel(ample);
    this.apm = new ApmStage(detailed);
    float[] startWeights = startWeights(nodes + symbols + OTHER_INPUTS);
    this.mixer = Selectors.mixer(startWeights, FAMILIARITIES, lean, detailed);
    int fixed = direct.bytes() + network.bytes() + mixer.bytes() + apm.bytes() + MAP_BYTES;
    int hashed = config.memoryBytes() - fixed;
    int index = Integer.highestOneBit((int) (hashed * INDEX_SHARE));
    int places = index / 4;
    int node = (int) ((hashed - index - places) * NODE_SHARE);
    int symbol = hashed - index - places - node;
    this.matches = new MatchModel(index);
    this.pointers = new PointerModel(places);
    this.bitHistories = new IndirectModel(nodes, node);
    this.symbolHistories = new SymbolHistoryModel(symbols, symbol);
    this.hashes = new ContextHashes(config.shared(), lean, matches, pointers);
    this.selectors = new Selectors(matches, pointers, network, FAMILIARITIES, lean, detailed);
    this.learned =
        List.of(
            bitHistories, symbolHistories, matches, pointers, hashes, direct, network, mixer, apm);
  }

  private static float[] startWeights(int inputs) {
    float[] start = new float[inputs];
    Arrays.fill(start, START_WEIGHT);
    start[inputs - NetworkModel.INPUTS - 1] = NETWORK_START_WEIGHT;
    return start;
  }

  /**
   * Scores the next byte of a key, then learns it.
   *
   * @param history of the key; the byte is appended to it
   * @param logits the network's, of the 256 bytes at {@code from}
   * @return its bits: -log2 of the probability it was given
   */
  public float step(History history, float[] logits, int from, int symbol) {
    beginKey(history);
    float bits = predict(history, logits, from, symbol);
    learn(history, symbol);
    return bits;
  }

  /** Gives a key its number before its first byte is learned. */
  public void beginKey(History history) {
    if (history.number == History.NONE) {
      // Numbers from 1, by which History#worker finds the worker again.
      history.number = begunKeys * config.workers() + worker + 1;
      begunKeys++;
    }
  }

  /** Learns the byte that was predicted last and appends it to the key's history. */
  public void learn(History history, int symbol) {
    history.record.note(symbolHistories.isSeen(hashes.place()));
    learn(symbol);
    append(history, symbol);
    matches.note(history);
    pointers.note(history, symbol);
  }

  /** Appends a byte to a key's history, but learns nothing. */
  public void append(History history, int symbol) {
    history.grow(config.historyBytes());
    history.append(symbol);
    matches.follow(history, symbol);
    pointers.follow(history, symbol);
  }

  /** The bits of the next byte of a key, which comes next, or is only supposed to. */
  public float predict(History history, float[] logits, int from, int symbol) {
    begin(history, logits, from);
    double p = 1;
    float expectation = 0;
    float variance = 0;
    int node = 1;
    for (int depth = 0; depth < 8; depth++) {
      if (depth == 4) {
        bitHistories.begin(hashes.node, node);
      }
      float one = predict(node, depth);
      int bit = bit(symbol, depth);
      p *= bit == 1 ? one : 1 - one;
      int moments = DecisionMoments.index(one);
      expectation += DecisionMoments.expectation(moments);
      variance += DecisionMoments.variance(moments);
      node = node << 1 | bit;
    }
    this.expectation = expectation;
    this.variance = variance;
    return (float) (-Math.log(p) / Math.log(2));
  }

  /**
   * The bits that were to be expected of the byte that was scored last: the sum of the entropies of
   * its eight decisions, each given those before it.
   */
  public float expectation() {
    return expectation;
  }

  /** The sum of the variances of the bits of those decisions. */
  public float variance() {
    return variance;
  }

  private void begin(History history, float[] logits, int from) {
    if (isNew) {
      beginWithPrior();
    }
    TextContext text = history.text;
    network.begin(logits, from);
    matches.begin(history);
    pointers.begin(history);
    hashes.set(history);
    bitHistories.begin(hashes.node, 1);
    symbolHistories.begin(hashes.symbol);
    direct.begin(text, hashes.salt());
    apm.begin(text, guess());
    selectors.begin(history, familiarity());
  }

  /** Late, since a model that is restored needs no prior. */
  private void beginWithPrior() {
    isNew = false;
    if (config.prior() && bits == 0) {
      ByteBuffer in = ByteBuffer.wrap(Prior.statistics(config));
      learned.forEach(part -> part.read(in));
    }
  }

  /** Begins with start values that another model had learned. */
  void setStart(ByteBuffer start) {
    learned.forEach(part -> part.readStart(start));
  }

  /** What other models may begin with. */
  byte[] start() {
    ByteBuffer out = ByteBuffer.allocate(bytes());
    learned.forEach(part -> part.writeStart(out));
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Begins with what was learned from other texts, on top of the {@link Prior}; without a prior,
   * with nothing. Comes before the first byte.
   */
  public void begin(ContextStart start) {
    if (!config.prior()) {
      return;
    }
    beginWithPrior();
    // A model that is restored from a snapshot with no bits begins with the prior alone.
    bits = 1;
    if (start.fits(config)) {
      setStart(start.values());
    }
    if (config.shared()) {
      start.counts().lists().addTo(lists());
      direct.readOrders(start.counts().orders());
    }
  }

  SymbolHistoryTable lists() {
    return symbolHistories.table();
  }

  /** What follows no byte, the latest one and the latest two. */
  byte[] orders() {
    ByteBuffer out = ByteBuffer.allocate(direct.bytes());
    direct.writeOrders(out);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Counts a byte in all contexts, and appends it; predicts and learns nothing else. */
  void count(History history, int symbol) {
    matches.begin(history);
    pointers.begin(history);
    hashes.set(history);
    bitHistories.begin(hashes.node, 1);
    bitHistories.begin(hashes.node, 0x10 | symbol >>> 4);
    symbolHistories.begin(hashes.symbol);
    direct.begin(history.text, hashes.salt());
    history.record.note(symbolHistories.isSeen(hashes.place()));
    bitHistories.update(symbol);
    symbolHistories.end(symbol, hashes.parents);
    direct.count(symbol);
    hashes.learn(symbol);
    append(history, symbol);
    matches.note(history);
    pointers.note(history, symbol);
  }

  /** Counts what follows short contexts in a text, which belongs to no key; learns nothing else. */
  void count(byte[] text) {
    History history = new History();
    for (byte b : text) {
      int symbol = b & 0xff;
      hashes.set(history);
      bitHistories.count(hashes.node, hashes.generalNodes, symbol);
      symbolHistories.count(hashes.symbol, hashes.generalSymbols, symbol);
      direct.begin(history.text, hashes.salt());
      direct.count(symbol);
      history.append(symbol);
    }
  }

  /**
   * The most probable symbol, by the longest match or else by the network, and how sure that is.
   */
  private int guess() {
    if (matches.lengthClass() > 0) {
      return matches.expected() << 8 | 0x80 | matches.lengthClass();
    }
    return network.mostProbable() << 8 | network.certainty();
  }

  private int familiarity() {
    int seen = 0;
    for (int context : hashes.familiarNodes) {
      seen += bitHistories.isSeen(context) ? 1 : 0;
    }
    for (int context : hashes.familiarSymbols) {
      seen += symbolHistories.isSeen(context) ? 1 : 0;
    }
    return seen;
  }

  private float predict(int node, int depth) {
    float[] inputs = mixer.inputs;
    int at = bitHistories.predict(node, depth, inputs, depth * mixer.stride());
    at = symbolHistories.predict(node, depth, inputs, at);
    at = matches.predict(node, depth, inputs, at);
    at = direct.predict(node, depth, inputs, at);
    at = network.predict(node, depth, inputs, at);
    inputs[at] = BIAS;
    selectors.select(mixer, node, depth);
    float logit = mixer.mix(depth);
    return apm.refine(depth, logit, mixer.p(depth), node);
  }

  /** Comes after all bits are predicted, so that {@link #expect} gives the same probabilities. */
  private void learn(int symbol) {
    bitHistories.update(symbol);
    for (int depth = 0; depth < 8; depth++) {
      int bit = bit(symbol, depth);
      symbolHistories.update(depth, bit);
      matches.update(depth, bit);
      direct.update(depth, bit);
      network.update(depth, bit);
      mixer.update(depth, bit);
      apm.update(depth, bit);
      bits++;
    }
    symbolHistories.end(symbol, hashes.parents);
    hashes.learn(symbol);
  }

  private static int bit(int symbol, int depth) {
    return symbol >>> (7 - depth) & 1;
  }

  /**
   * The most probable next bytes of a key, best first; changes nothing. A best-first search of the
   * tree of bytes, so that few of its 255 decisions have to be predicted.
   *
   * @param logits the network's, of the 256 bytes at {@code from}
   * @param expected filled with bytes; its length, from 1 to 256, says how many
   * @param p filled with their probabilities, as long
   */
  public void expect(History history, float[] logits, int from, int[] expected, float[] p) {
    begin(history, logits, from);
    open.clear();
    open.add(1, 1);
    int prefix = 1;
    for (int found = 0; found < expected.length; ) {
      int place = open.best();
      int node = open.node(place);
      double probability = open.p(place);
      open.remove(place);
      if (node >= 256) {
        expected[found] = node - 256;
        p[found] = (float) probability;
        found++;
        continue;
      }
      int depth = 31 - Integer.numberOfLeadingZeros(node);
      if (depth >= 4 && node >>> (depth - 4) != prefix) {
        prefix = node >>> (depth - 4);
        bitHistories.begin(hashes.node, prefix);
      }
      float one = predict(node, depth);
      open.add(2 * node, probability * (1 - one));
      open.add(2 * node + 1, probability * one);
    }
  }

  /** Appends symbols that have not come to a history, until the look-ahead is ended. */
  public LookAhead lookAhead(History history) {
    return new LookAhead(history, matches, pointers);
  }

  /** How many keys have begun in this model. */
  public long begunKeys() {
    return begunKeys;
  }

  /** Bytes of memory that it takes; constant. */
  public int bytes() {
    return learned.stream().mapToInt(Learned::bytes).sum();
  }

  /** A copy of all that this worker has learned. */
  public ContextSnapshot snapshot() {
    ByteBuffer out = ByteBuffer.allocate(bytes());
    learned.forEach(part -> part.write(out));
    return new ContextSnapshot(
        config, ContextSnapshot.layout(config), begunKeys, new long[] {bits}, out.array());
  }

  /**
   * Restores a snapshot of this worker. From one of another layout it takes how many keys have
   * begun, and learns the statistics anew.
   *
   * @throws IllegalArgumentException if it was learned under another config
   */
  public void restore(ContextSnapshot snapshot) {
    snapshot.requireFits(config, "the snapshot");
    begunKeys = snapshot.begunKeys();
    if (snapshot.layout() != ContextSnapshot.layout(config)) {
      return;
    }
    if (snapshot.statistics().length != bytes()) {
      throw new IllegalArgumentException(
          "the statistics take %d bytes, but here they take %d"
              .formatted(snapshot.statistics().length, bytes()));
    }
    bits = snapshot.bits();
    isNew = true;
    ByteBuffer in = ByteBuffer.wrap(snapshot.statistics());
    learned.forEach(part -> part.read(in));
  }
}
