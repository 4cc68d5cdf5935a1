package io.hyperstream.model.context;

import java.util.ArrayList;
import java.util.List;

/**
 * The indirect context model: a context and a node lead to a {@link BitHistory}, and an {@link
 * AdaptiveMap} per context has learned how probable a 1 is after such a history.
 */
final class IndirectModel extends LearnedParts {

  private static final int MEMORY = 1023;

  private final int contexts;
  private final BitHistoryTable table;
  private final AdaptiveMap[] maps;

  /** For the first and the last four bits: the hash of each context, and its slot. */
  private final int[] hashes;

  private final int[] slots;

  IndirectModel(int contexts, int tableBytes) {
    this.contexts = contexts;
    this.table = new BitHistoryTable(tableBytes);
    this.maps = new AdaptiveMap[contexts];
    this.hashes = new int[2 * contexts];
    this.slots = new int[2 * contexts];
    for (int i = 0; i < contexts; i++) {
      maps[i] = startMap();
    }
  }

  private static AdaptiveMap startMap() {
    AdaptiveMap map = new AdaptiveMap(256, MEMORY);
    for (int state = 0; state < BitHistory.states(); state++) {
      double ones = BitHistory.ones(state) + 0.4;
      map.start(state, ones / (BitHistory.zeros(state) + 0.4 + ones));
    }
    return map;
  }

  /**
   * Looks up the contexts for the first or the last four bits of a symbol.
   *
   * @param node the prefix of bits before them
   */
  void begin(int[] contextHashes, int node) {
    int half = node == 1 ? 0 : contexts;
    for (int i = 0; i < contexts; i++) {
      int hash = Hash.spread(Hash.ofNode(contextHashes[i], node));
      hashes[half + i] = hash;
      slots[half + i] = table.find(hash);
    }
  }

  /** Fills one input per context; returns the number of the next one. */
  int predict(int node, int depth, float[] inputs, int from) {
    int half = depth < 4 ? 0 : contexts;
    int local = local(node, depth);
    for (int i = 0; i < contexts; i++) {
      int history = table.history(slots[half + i], local);
      inputs[from + i] = history == 0 ? 0 : maps[i].logit(history);
    }
    return from + contexts;
  }

  /** The node within its four bits, 1 to 15. */
  private static int local(int node, int depth) {
    int bits = depth & 3;
    return 1 << bits | node & ((1 << bits) - 1);
  }

  /** Whether a context has been seen before, asked at the first bit. */
  boolean isSeen(int context) {
    return table.history(slots[context], 1) != 0;
  }

  /** Learns four bits of a symbol; new contexts get a slot. */
  void update(int symbol, boolean first) {
    int half = first ? 0 : contexts;
    int bits = first ? symbol >>> 4 : symbol & 15;
    for (int i = 0; i < contexts; i++) {
      int slot = table.claim(hashes[half + i]);
      for (int local = 1, shift = 3; shift >= 0; shift--) {
        int bit = bits >>> shift & 1;
        int history = table.history(slot, local);
        if (history != 0) {
          maps[i].update(history, bit);
        }
        table.update(slot, local, bit);
        local = local << 1 | bit;
      }
    }
  }

  @Override
  List<Learned> parts() {
    List<Learned> parts = new ArrayList<>();
    parts.add(table);
    parts.addAll(List.of(maps));
    return parts;
  }
}
