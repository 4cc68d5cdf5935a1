package io.hyperstream.model.context;

import java.util.List;

/**
 * The indirect context model: a context and a node lead to a {@link BitHistory}, and an {@link
 * AdaptiveMap} has learned, for each kind of context, how probable a 1 is after such a history.
 */
final class IndirectModel extends LearnedParts {

  private static final int MEMORY = 1023;
  private static final int HISTORIES = 256;

  private final int contexts;
  private final BitHistoryTable table;
  private final AdaptiveMap map;

  /** For the first and the last four bits: the hash of each context, and its slot. */
  private final int[] hashes;

  private final int[] slots;

  /** The contexts of the map, of each depth. */
  private final int[] histories;

  IndirectModel(int contexts, int tableBytes) {
    this.contexts = contexts;
    this.table = new BitHistoryTable(tableBytes);
    this.map = new AdaptiveMap(contexts * HISTORIES, MEMORY);
    this.hashes = new int[2 * contexts];
    this.slots = new int[2 * contexts];
    this.histories = new int[8 * contexts];
    for (int state = 1; state < BitHistory.states(); state++) {
      double ones = BitHistory.ones(state) + 0.4;
      double p = ones / (BitHistory.zeros(state) + 0.4 + ones);
      for (int i = 0; i < contexts; i++) {
        map.start(i * HISTORIES + state, p);
      }
    }
  }

  /**
   * Looks up the contexts for the first or the last four bits of a symbol.
   *
   * @param node the prefix of bits before them
   */
  void begin(int[] contextHashes, int node) {
    int half = node == 1 ? 0 : contexts;
    for (int i = 0; i < contexts; i++) {
      hashes[half + i] = Hash.spread(Hash.ofNode(contextHashes[i], node));
    }
    table.touch(hashes, half, contexts);
    for (int i = half; i < half + contexts; i++) {
      slots[i] = table.find(hashes[i]);
    }
  }

  /** Fills one input per context; returns the number of the next one. */
  int predict(int node, int depth, float[] inputs, int from) {
    int half = depth < 4 ? 0 : contexts;
    int at = depth * contexts;
    int local = local(node, depth);
    for (int i = 0; i < contexts; i++) {
      int history = table.history(slots[half + i], local);
      histories[at + i] = history == 0 ? AdaptiveMap.NONE : i * HISTORIES + history;
    }
    map.predict(histories, at, contexts, inputs, from);
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

  /** Learns a symbol; new contexts get a slot. */
  void update(int symbol) {
    for (int depth = 0; depth < 8; depth++) {
      map.update(histories, depth * contexts, contexts, symbol >>> (7 - depth) & 1);
    }
    for (int i = 0; i < 2 * contexts; i++) {
      if (slots[i] == BitHistoryTable.EMPTY) {
        slots[i] = table.claim(hashes[i]);
      }
      table.update(slots[i], i < contexts ? symbol >>> 4 : symbol & 15);
    }
  }

  /** Adds a symbol that was not predicted to some of the contexts. */
  void count(int[] contextHashes, int[] contexts, int symbol) {
    for (int context : contexts) {
      int hash = contextHashes[context];
      int upper = symbol >>> 4;
      table.update(table.claim(Hash.spread(Hash.ofNode(hash, 1))), upper);
      table.update(table.claim(Hash.spread(Hash.ofNode(hash, 0x10 | upper))), symbol & 15);
    }
  }

  @Override
  List<Learned> parts() {
    return List.of(table, map);
  }
}
