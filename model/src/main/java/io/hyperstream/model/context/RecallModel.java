package io.hyperstream.model.context;

import java.util.Arrays;

/**
 * A context model for each key by itself, small enough to be a part of the key's state: it predicts
 * from what followed in the key's own latest bytes, and a mixer of the key learns how far that and
 * the network are right. Nothing is shared by keys, so a network that does not learn is of use for
 * texts that it never read.
 *
 * <p>No statistics are kept. For each byte all places in the {@link History} that end in the same
 * byte are looked up, with the length of the context that they share. Of those with a context of at
 * least 1, 2, 3, 5, 8, 12 and 20 bytes, the bytes that followed are counted, and the counts make
 * one logit each for every bit: the fewer of them speak against it, and the longer the context, the
 * surer. The latest place with the longest context has a logit of its own. A row of weights for
 * each length of the longest context mixes them, and learns.
 *
 * <p>An object of this class has the places of one history at a time, and finds them anew in some
 * microseconds when the key changes. The same symbols give the same bits, also if the history was
 * stored in between. Not thread-safe.
 */
public final class RecallModel {

  /** The shortest context of each order. */
  private static final int[] SHORTEST = {1, 2, 3, 5, 8, 12, 20};

  private static final int ORDERS = SHORTEST.length;

  /** So an order fits into so many bits. */
  private static final int ORDER_BITS = 3;

  /** What each order takes for a byte that it has not seen: part of an occurrence. */
  private static final float[] UNSEEN = {0.4f, 0.2f, 0.1f, 0.05f, 0.02f, 0.01f, 0.01f};

  private static final int MAX_LENGTH = 32;

  private static final int NETWORK = ORDERS;
  private static final int LATEST = ORDERS + 1;
  private static final int INPUTS = ORDERS + 2;

  /** One row of weights for each order that the longest context can have, and one for none. */
  private static final int ROWS = ORDERS + 1;

  private static final int DEPTHS = 8;

  private static final float START_WEIGHT = 0.15f;

  /** Learning rates of a key that begins and of one that goes on, and what halves the former. */
  private static final float START_RATE = 0.02f;

  private static final float RATE = 0.003f;
  private static final float BYTES_TO_HALVE = 500;

  private static final float MIN_P = 1e-5f;

  /** Counts are told apart up to 3, and then by such classes. */
  private static final float[] COUNTS = {0, 1, 2, 3, 4.5f, 7, 12, 30};

  private static final int CLASSES = COUNTS.length;
  private static final byte[] CLASS_OF_COUNT = new byte[18];

  /** The order of a context, by its length. */
  private static final byte[] ORDER_OF_LENGTH = new byte[MAX_LENGTH + 1];

  /** For each order, the logit of a bit that so many places speak against, and so many for. */
  private static final float[] LOGITS = new float[ORDERS * CLASSES * CLASSES];

  /** The same of the latest place with a context of such a length. */
  private static final float[] LOGIT_OF_LATEST = new float[MAX_LENGTH + 1];

  static {
    for (int count = 0; count < CLASS_OF_COUNT.length; count++) {
      CLASS_OF_COUNT[count] =
          (byte) (count < 4 ? count : count < 6 ? 4 : count < 9 ? 5 : count < 17 ? 6 : 7);
    }
    for (int order = 0; order < ORDERS; order++) {
      Arrays.fill(ORDER_OF_LENGTH, SHORTEST[order], MAX_LENGTH + 1, (byte) order);
      for (int against = 0; against < CLASSES; against++) {
        for (int with = 0; with < CLASSES; with++) {
          LOGITS[(order * CLASSES + against) * CLASSES + with] =
              (float)
                  StrictMath.log(
                      (COUNTS[with] + UNSEEN[order]) / (COUNTS[against] + UNSEEN[order]));
        }
      }
    }
    for (int length = 1; length <= MAX_LENGTH; length++) {
      double p = 0.5 + 0.49 * StrictMath.sqrt((double) length / MAX_LENGTH);
      LOGIT_OF_LATEST[length] = (float) StrictMath.log(p / (1 - p));
    }
  }

  private final int max;
  private final int mask;

  // Where each byte stands in the history whose places these are.

  private History places;
  private int end;

  /** The last place after each byte, and for each place the one before it after the same byte. */
  private final int[] last = new int[256];

  private final int[] before;

  /** Length of the context that a place shares with the end that stands beside it. */
  private final byte[] lengths;

  private final int[] ends;

  // The places for the byte at a position, if they have been found. A follower is a byte that
  // followed and, below it, the order of the context that it followed.

  private boolean hasFound;
  private int foundFor;
  private final int[] followers = new int[256 << ORDER_BITS];
  private int found;

  /** At how many places each follower is. */
  private final int[] times = new int[256 << ORDER_BITS];

  /** The byte at the latest place with the longest context, and its length; 0 if there is none. */
  private int latest;

  private int longest;

  // The prediction of each bit.

  private final SymbolTree network = new SymbolTree();
  private final float[] inputs = new float[DEPTHS * INPUTS];
  private final float[] p = new float[DEPTHS];
  private final int[] against = new int[ORDERS];
  private final int[] with = new int[ORDERS];
  private final Frontier open = new Frontier();

  /** Moments of the bits of the byte that was scored last. */
  private float expectation;

  private float variance;

  /**
   * @param historyBytes how many of its latest bytes a key keeps; a power of two
   */
  public RecallModel(int historyBytes) {
    this.max = historyBytes;
    this.mask = historyBytes - 1;
    this.before = new int[max];
    this.lengths = new byte[max];
    this.ends = new int[max];
  }

  private static float[] startWeights() {
    float[] weights = new float[ROWS * INPUTS];
    Arrays.fill(weights, START_WEIGHT);
    for (int row = 0; row < ROWS; row++) {
      // Without any context, the network is all there is.
      weights[row * INPUTS + NETWORK] = row == 0 ? 1 : 2 * START_WEIGHT;
    }
    return weights;
  }

  /**
   * The bits of the next byte of a key, which comes next, or is only supposed to.
   *
   * @param logits the network's, of the 256 bytes
   */
  public float predict(History history, float[] logits, int symbol) {
    begin(history, logits);
    double product = 1;
    float expectation = 0;
    float variance = 0;
    int matching = found;
    int node = 1;
    for (int depth = 0; depth < DEPTHS; depth++) {
      float one = predict(history, node, depth, matching);
      int bit = symbol >>> (DEPTHS - 1 - depth) & 1;
      product *= bit == 1 ? one : 1 - one;
      int moments = DecisionMoments.index(one);
      expectation += DecisionMoments.expectation(moments);
      variance += DecisionMoments.variance(moments);
      node = node << 1 | bit;
      matching = matching(node, depth + 1, matching);
    }
    this.expectation = expectation;
    this.variance = variance;
    return (float) (-Math.log(product) / Math.log(2));
  }

  /** The bits that were to be expected of the byte that was scored last. */
  public float expectation() {
    return expectation;
  }

  /** The variance of its bits. */
  public float variance() {
    return variance;
  }

  private void begin(History history, float[] logits) {
    if (history.weights == null) {
      history.weights = startWeights();
    }
    network.set(logits, 0);
    find(history);
  }

  /** Finds the places whose context is that of the next byte. */
  private void find(History history) {
    int position = history.position();
    if (!isPlaced(history)) {
      placeAll(history);
    } else if (hasFound && foundFor == position) {
      return;
    }
    boolean goesOn = hasFound && foundFor == position - 1;
    hasFound = true;
    foundFor = position;
    for (int i = 0; i < found; i++) {
      times[followers[i]] = 0;
    }
    found = 0;
    longest = 0;
    int held = held(history);
    int oldest = position - held;
    // The last place after the latest byte is the end itself.
    for (int place = held == 0 ? oldest : before[position & mask];
        Integer.compareUnsigned(place - oldest - 1, held - 1) < 0;
        place = before[place & mask]) {
      int length =
          Math.min(
              goesOn ? longer(place, position) : shared(history, place, position, oldest),
              place - oldest);
      lengths[place & mask] = (byte) length;
      ends[place & mask] = position;
      int symbol = history.at(place);
      int follower = symbol << ORDER_BITS | ORDER_OF_LENGTH[length];
      if (times[follower]++ == 0) {
        followers[found++] = follower;
      }
      if (length > longest) {
        longest = length;
        latest = symbol;
      }
    }
  }

  /** How many of the latest bytes are looked at: of a history that was longer, not all. */
  private int held(History history) {
    return Math.min(max, history.held());
  }

  private int longer(int place, int position) {
    int previous = place - 1 & mask;
    int length = ends[previous] == position - 1 ? lengths[previous] : 0;
    return Math.min(MAX_LENGTH, length + 1);
  }

  private static int shared(History history, int place, int position, int oldest) {
    int limit = Math.min(MAX_LENGTH, place - oldest);
    int length = 1;
    while (length < limit && history.at(place - 1 - length) == history.at(position - 1 - length)) {
      length++;
    }
    return length;
  }

  private boolean isPlaced(History history) {
    return places == history && end == history.position();
  }

  private void placeAll(History history) {
    hasFound = false;
    places = history;
    end = history.position() - held(history);
    Arrays.fill(last, end);
    Arrays.fill(ends, end - 1);
    while (end != history.position()) {
      place(history);
    }
  }

  /** Takes the byte at the end: what follows it is at the next place. */
  private void place(History history) {
    int symbol = history.at(end);
    end++;
    before[end & mask] = last[symbol];
    last[symbol] = end;
  }

  /**
   * Brings those of the first followers to the front whose byte is below a node.
   *
   * @return how many they are
   */
  private int matching(int node, int depth, int among) {
    int count = 0;
    for (int i = 0; i < among; i++) {
      int follower = followers[i];
      if ((follower >>> ORDER_BITS | 0x100) >>> (DEPTHS - depth) == node) {
        followers[i] = followers[count];
        followers[count++] = follower;
      }
    }
    return count;
  }

  /**
   * The probability that the bit after a prefix is 1, by the followers whose byte has the prefix.
   */
  private float predict(History history, int node, int depth, int matching) {
    int shift = DEPTHS - 1 - depth;
    Arrays.fill(against, 0);
    Arrays.fill(with, 0);
    for (int i = 0; i < matching; i++) {
      int follower = followers[i];
      boolean one = (follower >>> ORDER_BITS + shift & 1) == 1;
      (one ? with : against)[follower & (1 << ORDER_BITS) - 1] += times[follower];
    }
    int at = depth * INPUTS;
    int zeros = 0;
    int ones = 0;
    for (int order = ORDERS - 1; order >= 0; order--) {
      zeros += against[order];
      ones += with[order];
      inputs[at + order] = LOGITS[(order * CLASSES + classOf(zeros)) * CLASSES + classOf(ones)];
    }
    inputs[at + NETWORK] = Logistic.stretch(network.p(node));
    float sure = LOGIT_OF_LATEST[longest];
    boolean agrees = longest > 0 && (latest | 0x100) >>> (DEPTHS - depth) == node;
    inputs[at + LATEST] = !agrees ? 0 : (latest >>> shift & 1) == 1 ? sure : -sure;
    float logit = 0;
    int row = row();
    for (int i = 0; i < INPUTS; i++) {
      logit += history.weights[row + i] * inputs[at + i];
    }
    p[depth] = Logistic.squash(Logistic.clamp(logit));
    return Math.max(MIN_P, Math.min(1 - MIN_P, p[depth]));
  }

  private static int classOf(int count) {
    return CLASS_OF_COUNT[Math.min(count, CLASS_OF_COUNT.length - 1)];
  }

  /** Where the weights for the longest context begin. */
  private int row() {
    return longest == 0 ? 0 : (1 + ORDER_OF_LENGTH[longest]) * INPUTS;
  }

  /** Learns the byte that was predicted last, and appends it to the key's history. */
  public void learn(History history, int symbol) {
    float rate = Math.max(RATE, START_RATE / (1 + history.length() / BYTES_TO_HALVE));
    int row = row();
    for (int depth = 0; depth < DEPTHS; depth++) {
      float step = ((symbol >>> (DEPTHS - 1 - depth) & 1) - p[depth]) * rate;
      for (int i = 0; i < INPUTS; i++) {
        history.weights[row + i] += step * inputs[depth * INPUTS + i];
      }
    }
    append(history, symbol);
  }

  /** Appends a byte to a key's history, but learns nothing. */
  public void append(History history, int symbol) {
    boolean placed = isPlaced(history);
    history.grow(max);
    history.append(symbol);
    if (placed) {
      place(history);
    }
  }

  /**
   * The most probable next bytes of a key, best first; changes nothing.
   *
   * @param logits the network's, of the 256 bytes
   * @param expected filled with bytes; its length, from 1 to 256, says how many
   * @param probabilities filled with their probabilities, as long
   */
  public void expect(History history, float[] logits, int[] expected, float[] probabilities) {
    begin(history, logits);
    open.clear();
    open.add(1, 1);
    for (int count = 0; count < expected.length; ) {
      int place = open.best();
      int node = open.node(place);
      double probability = open.p(place);
      open.remove(place);
      if (node >= 256) {
        expected[count] = node - 256;
        probabilities[count++] = (float) probability;
        continue;
      }
      int depth = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(node);
      float one = predict(history, node, depth, matching(node, depth, found));
      open.add(2 * node, probability * (1 - one));
      open.add(2 * node + 1, probability * one);
    }
  }
}
