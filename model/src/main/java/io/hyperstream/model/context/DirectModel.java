package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.List;

/** The direct context model of orders 0 to 2: how often a bit was 1 after the latest bytes. */
final class DirectModel extends LearnedParts {

  static final int INPUTS = 3;

  private static final int MEMORY = 255;

  /** Bytes that {@link AdaptiveMap#writeStart} writes for each cell. */
  private static final int START_BYTES = 3;

  /** Of contexts of half a byte; the nodes of each are neighbours in memory. */
  private final int hashBits;

  private final AdaptiveMap map;
  private final int[] hashes = new int[INPUTS];
  private final int[] contexts = new int[8 * INPUTS];

  DirectModel(boolean ample) {
    hashBits = ample ? 14 : 12;
    map = new AdaptiveMap(16 << hashBits, MEMORY);
  }

  /**
   * @param salt differs between keys that do not share their statistics
   */
  void begin(TextContext text, int salt) {
    hashes[0] = Hash.spread(salt);
    hashes[1] = Hash.spread(Hash.of(salt, 0x100 | text.latest & 0xff));
    hashes[2] = Hash.spread(Hash.of(salt, 0x10000 | text.latest & 0xffff));
  }

  /** Fills one input per order; returns the number of the next one. */
  int predict(int node, int depth, float[] inputs, int from) {
    find(node, depth);
    map.predict(contexts, depth * INPUTS, INPUTS, inputs, from);
    return from + INPUTS;
  }

  private void find(int node, int depth) {
    int bits = depth & 3;
    int local = 1 << bits | node & ((1 << bits) - 1);
    for (int i = 0; i < INPUTS; i++) {
      int half = Hash.ofNode(hashes[i], node >>> bits) >>> (32 - hashBits);
      contexts[depth * INPUTS + i] = half << 4 | local;
    }
  }

  /** Learns a symbol that was not predicted. */
  void count(int symbol) {
    for (int depth = 0; depth < 8; depth++) {
      find((0x100 | symbol) >>> (8 - depth), depth);
      update(depth, symbol >>> (7 - depth) & 1);
    }
  }

  void update(int depth, int bit) {
    map.update(contexts, depth * INPUTS, INPUTS, bit);
  }

  @Override
  List<Learned> parts() {
    return List.of(map);
  }

  /** Writes what followed the latest bytes. */
  void writeOrders(ByteBuffer out) {
    map.writeStart(out);
  }

  /** Begins with it; a model of another size begins with nothing. */
  void readOrders(ByteBuffer in) {
    if (in.remaining() == START_BYTES * map.bytes() / Integer.BYTES) {
      map.readStart(in);
    }
  }

  /** All of it is about what was read, as in a table. */
  @Override
  public void writeStart(ByteBuffer out) {}

  @Override
  public void readStart(ByteBuffer in) {}
}
