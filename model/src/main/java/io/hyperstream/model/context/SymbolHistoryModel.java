package io.hyperstream.model.context;

import java.util.List;

/**
 * Predicts each bit from the latest symbols that followed a context and that agree with the bits so
 * far. An {@link AdaptiveMap} has learned, for each kind of context, what their counts mean.
 */
final class SymbolHistoryModel extends LearnedParts {

  private static final int MEMORY = 1023;

  /** Counts of zeros and ones, the bit of the latest symbol, whether that is the very latest. */
  private static final int SITUATIONS = Rows.COUNT_CLASSES * Rows.COUNT_CLASSES * 4;

  private final Rows rows = Rows.create();
  private final int contexts;
  private final int padded;
  private final SymbolHistoryTable table;
  private final AdaptiveMap map;
  private final int[] hashes;
  private final int[] indices;

  /** The lists of the contexts, as {@link Rows#situations} wants them. */
  private final int[] symbols;

  private final int[] counts;

  /** Where the situations of each context begin, and which ones they are in, of each depth. */
  private final int[] offsets;

  private final int[] situations;

  SymbolHistoryModel(int contexts, int tableBytes) {
    this.contexts = contexts;
    this.padded = Rows.padded(contexts);
    this.table = new SymbolHistoryTable(tableBytes);
    this.map = new AdaptiveMap(contexts * 8 * SITUATIONS, MEMORY);
    this.hashes = new int[contexts];
    this.indices = new int[contexts];
    this.symbols = new int[SymbolHistoryTable.SYMBOLS * padded];
    this.counts = new int[SymbolHistoryTable.SYMBOLS * padded];
    this.offsets = new int[padded];
    this.situations = new int[8 * padded];
    for (int i = 0; i < padded; i++) {
      offsets[i] = i * 8 * SITUATIONS;
    }
    for (int situation = 0; situation < contexts * 8 * SITUATIONS; situation++) {
      int counts = situation % SITUATIONS / 4;
      double ones = counts % Rows.COUNT_CLASSES + 0.3;
      map.start(1 + situation, ones / (counts / Rows.COUNT_CLASSES + 0.3 + ones));
    }
  }

  /** Looks up the contexts. */
  void begin(int[] contextHashes) {
    for (int i = 0; i < contexts; i++) {
      hashes[i] = Hash.spread(contextHashes[i]);
    }
    table.touch(hashes);
    for (int i = 0; i < contexts; i++) {
      indices[i] = table.find(hashes[i]);
      long slot = indices[i] < 0 ? 0 : table.slot(indices[i]);
      for (int k = 0; k < SymbolHistoryTable.SYMBOLS; k++) {
        int count = SymbolHistoryTable.count(slot, k);
        counts[k * padded + i] = count;
        symbols[k * padded + i] = count == 0 ? 0 : 0x100 | SymbolHistoryTable.symbol(slot, k);
      }
    }
  }

  /** Whether a context has been seen before. */
  boolean isSeen(int context) {
    return counts[context] > 0;
  }

  /** Fills one input per context; returns the number of the next one. */
  int predict(int node, int depth, float[] inputs, int from) {
    int at = depth * padded;
    int first = 1 + depth * SITUATIONS;
    rows.situations(symbols, counts, padded, node, depth, offsets, first, situations, at);
    map.predict(situations, at, contexts, inputs, from);
    return from + contexts;
  }

  void update(int depth, int bit) {
    map.update(situations, depth * padded, contexts, bit);
  }

  /**
   * Adds the symbol that came to all contexts. New contexts get a slot, those with a parent only if
   * that was known.
   */
  void end(int symbol, int[] parents) {
    for (int i = 0; i < contexts; i++) {
      boolean isKnown = indices[i] >= 0;
      int parent = parents[i];
      if (isKnown || parent == ContextHashes.NO_PARENT || indices[parent] >= 0) {
        table.update(isKnown ? indices[i] : table.claim(hashes[i]), symbol);
      }
    }
  }

  /** Adds a symbol that was not predicted to some of the contexts. */
  void count(int[] contextHashes, int[] contexts, int symbol) {
    for (int context : contexts) {
      table.update(table.claim(Hash.spread(contextHashes[context])), symbol);
    }
  }

  SymbolHistoryTable table() {
    return table;
  }

  @Override
  List<Learned> parts() {
    return List.of(table, map);
  }
}
