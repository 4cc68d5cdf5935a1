package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Predicts bytes by mixing a network's distribution with statistics of what followed which context.
 *
 * <p>A byte is eight binary decisions, upper bit first. For each of them experts give logits: the
 * network, by summing its distribution below the node; repetitions of the key's own past; and
 * histories of many contexts, such as the latest one to eight bytes, words, and the line above. A
 * gated {@link Mixer} weighs them, a {@link Refinement} corrects the outcome, and then the bit is
 * charged and everything learns it. The methods are those of the family of compressors called
 * context mixing (Mahoney 2005, <i>Adaptive weighing of context models for lossless data
 * compression</i>).
 *
 * <p>Holds what all keys of a learner share, of constant size; a key's own part is its {@link
 * History}. Same symbols in the same order give the same bits. Not thread-safe.
 */
public final class ContextModel {

  /** Shares of the memory for what is hashed. */
  private static final double INDEX_SHARE = 0.125;

  private static final double NODE_SHARE = 0.25;

  /** The maps of the experts whose tables are hashed take less. */
  private static final int MAP_BYTES = 1 << 18;

  private static final int INPUTS =
      ContextHashes.NODE_CONTEXTS
          + ContextHashes.SYMBOL_CONTEXTS
          + MatchExpert.LENGTHS
          + OrderExpert.INPUTS
          + NetworkExpert.INPUTS
          + 1;

  private static final float BIAS = 0.4f;

  /** How many contexts can tell how known a place is, and one more. */
  private static final int FAMILIARITIES = 8;

  private static final int WORD_LENGTHS = 16;

  private final ContextConfig config;
  private final ContextHashes hashes;
  private final NodeExpert nodes;
  private final SymbolExpert symbols;
  private final MatchExpert matches;
  private final OrderExpert orders = new OrderExpert();
  private final NetworkExpert network = new NetworkExpert();
  private final Mixer mixer =
      new Mixer(
          INPUTS,
          new int[] {
            256 * 8,
            WORD_LENGTHS * 256,
            FAMILIARITIES * MatchExpert.CLASSES * 3,
            NetworkExpert.CERTAINTIES * 2 * FAMILIARITIES * 2
          },
          FAMILIARITIES * 8);
  private final Refinement refinement = new Refinement();
  private final OpenNodes open = new OpenNodes();

  private final List<Learned> learned;

  private long begunKeys;
  private long bits;

  private int lastByte;
  private int wordLength;
  private int familiarity;

  /** A model that has seen nothing yet. */
  public ContextModel(ContextConfig config) {
    this.config = config;
    this.hashes = new ContextHashes(config.shared());
    int fixed = orders.bytes() + network.bytes() + mixer.bytes() + refinement.bytes() + MAP_BYTES;
    int hashed = config.memoryBytes() - fixed;
    int index = Integer.highestOneBit((int) (hashed * INDEX_SHARE));
    int node = (int) ((hashed - index) * NODE_SHARE);
    this.matches = new MatchExpert(index);
    this.nodes = new NodeExpert(ContextHashes.NODE_CONTEXTS, node);
    this.symbols = new SymbolExpert(ContextHashes.SYMBOL_CONTEXTS, hashed - index - node);
    this.learned = List.of(nodes, symbols, matches, orders, network, mixer, refinement);
  }

  /**
   * Predicts a byte of a key, then learns it.
   *
   * @param history of the key; goes on by the byte
   * @param logits the network's, of the 256 bytes at {@code from}
   * @return the bits it is charged: -log2 of the probability it was given
   */
  public float step(History history, float[] logits, int from, int symbol) {
    if (history.number == History.NONE) {
      history.number = ++begunKeys;
    }
    float bits = predict(history, logits, from, symbol);
    learn(symbol);
    history.grow(config.historyBytes());
    goOn(history, symbol);
    matches.note(history);
    return bits;
  }

  /** Predicts a byte of a key, whose history goes on by it, and learns nothing. */
  public float score(History history, float[] logits, int from, int symbol) {
    float bits = predict(history, logits, from, symbol);
    history.grow(config.historyBytes());
    goOn(history, symbol);
    return bits;
  }

  private void goOn(History history, int symbol) {
    history.append(symbol);
    matches.follow(history, symbol);
  }

  /** The bits of a byte. */
  private float predict(History history, float[] logits, int from, int symbol) {
    begin(history, logits, from);
    double p = 1;
    int node = 1;
    for (int depth = 0; depth < 8; depth++) {
      if (depth == 4) {
        nodes.begin(hashes.node, node);
      }
      float one = predict(node, depth);
      int bit = bit(symbol, depth);
      p *= bit == 1 ? one : 1 - one;
      node = node << 1 | bit;
    }
    return (float) (-Math.log(p) / Math.log(2));
  }

  private void begin(History history, float[] logits, int from) {
    TextContext text = history.text;
    network.begin(logits, from);
    matches.begin(history);
    hashes.set(history, matches);
    nodes.begin(hashes.node, 1);
    symbols.begin(hashes.symbol);
    orders.begin(text, hashes.salt());
    refinement.begin(text, guess());
    lastByte = text.latest & 0xff;
    wordLength = Math.min(WORD_LENGTHS - 1, text.wordLength);
    familiarity = familiarity();
  }

  /**
   * The symbol that is expected most, and how much: that of the longest match, or the network's.
   */
  private int guess() {
    if (matches.lengthClass() > 0) {
      return matches.expected() << 8 | 0x80 | matches.lengthClass();
    }
    return network.mostProbable() << 8 | network.certainty();
  }

  private int familiarity() {
    int seen = 0;
    for (int context : ContextHashes.TELLING_NODE_CONTEXTS) {
      seen += nodes.isSeen(context) ? 1 : 0;
    }
    for (int context : ContextHashes.TELLING_SYMBOL_CONTEXTS) {
      seen += symbols.isSeen(context) ? 1 : 0;
    }
    return seen;
  }

  private float predict(int node, int depth) {
    float[] inputs = mixer.inputs;
    int at = nodes.predict(node, depth, inputs, depth * mixer.stride());
    at = symbols.predict(node, depth, inputs, at);
    at = matches.predict(node, depth, inputs, at);
    at = orders.predict(node, depth, inputs, at);
    at = network.predict(node, depth, inputs, at);
    inputs[at] = BIAS;
    select(node, depth);
    float logit = mixer.mix(depth);
    return refinement.refine(depth, logit, mixer.p(depth), node);
  }

  private void select(int node, int depth) {
    int expectedBit = matches.expectedBit(node, depth);
    int match = expectedBit == 0 ? 0 : matches.lengthClass();
    int agrees = network.agrees(node, depth) ? 1 : 0;
    mixer.select(depth, 0, lastByte * 8 + depth);
    mixer.select(depth, 1, wordLength * 256 + node);
    mixer.select(depth, 2, (familiarity * MatchExpert.CLASSES + match) * 3 + expectedBit);
    mixer.select(
        depth,
        3,
        ((network.certainty() * 2 + agrees) * FAMILIARITIES + familiarity) * 2
            + (expectedBit == 0 ? 0 : 1));
    mixer.selectLast(depth, familiarity * 8 + depth);
  }

  /** Once all bits are predicted, so that {@link #expect} gives the very probabilities charged. */
  private void learn(int symbol) {
    nodes.update(symbol, true);
    nodes.update(symbol, false);
    for (int depth = 0; depth < 8; depth++) {
      int bit = bit(symbol, depth);
      symbols.update(depth, bit);
      matches.update(depth, bit);
      orders.update(depth, bit);
      network.update(depth, bit);
      mixer.update(depth, bit, bits);
      refinement.update(depth, bit);
      bits++;
    }
    symbols.end(symbol);
  }

  private static int bit(int symbol, int depth) {
    return symbol >>> (7 - depth) & 1;
  }

  /**
   * The most probable next bytes of a key, best first; changes nothing. Explores the tree of bytes
   * from its most probable node, so that few of its 255 decisions have to be predicted.
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
        nodes.begin(hashes.node, prefix);
      }
      float one = predict(node, depth);
      open.add(2 * node, probability * (1 - one));
      open.add(2 * node + 1, probability * one);
    }
  }

  /** Lets a history go on by symbols that have not come; to be ended before the next step. */
  public Supposition suppose(History history) {
    return new Supposition(history, matches);
  }

  /** Bytes of memory that it takes, whatever was learned. */
  public int bytes() {
    return learned.stream().mapToInt(Learned::bytes).sum();
  }

  /** A copy of all that was learned. */
  public ContextSnapshot snapshot() {
    ByteBuffer out = ByteBuffer.allocate(bytes());
    learned.forEach(part -> part.write(out));
    return new ContextSnapshot(config, begunKeys, bits, out.array());
  }

  /**
   * Goes on from a snapshot.
   *
   * @throws IllegalArgumentException if it was learned under another config
   */
  public void restore(ContextSnapshot snapshot) {
    if (snapshot.config().memoryBytes() != config.memoryBytes()
        || snapshot.config().shared() != config.shared()) {
      throw new IllegalArgumentException(
          "the statistics were learned under %s, the options ask for %s"
              .formatted(snapshot.config(), config));
    }
    if (snapshot.statistics().length != bytes()) {
      throw new IllegalArgumentException(
          "the statistics take %d bytes, but here they take %d"
              .formatted(snapshot.statistics().length, bytes()));
    }
    begunKeys = snapshot.begunKeys();
    bits = snapshot.bits();
    ByteBuffer in = ByteBuffer.wrap(snapshot.statistics());
    learned.forEach(part -> part.read(in));
  }
}
