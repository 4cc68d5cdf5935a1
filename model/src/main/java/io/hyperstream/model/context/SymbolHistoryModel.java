package io.hyperstream.model.context;

import java.util.ArrayList;
import java.util.List;

/**
 * Predicts each bit from the latest symbols that followed a context and that agree with the bits so
 * far. An {@link AdaptiveMap} per context has learned what their counts mean.
 */
final class SymbolHistoryModel extends LearnedParts {

  private static final int MEMORY = 1023;

  /** Sums of counts, 0 to 60, in classes that grow. */
  private static final int[] COUNT_CLASS = countClasses();

  private static final int COUNT_CLASSES = 9;

  /** Counts of zeros and ones, the bit of the latest symbol, whether that is the very latest. */
  private static final int SITUATIONS = COUNT_CLASSES * COUNT_CLASSES * 4;

  private final int contexts;
  private final SymbolHistoryTable table;
  private final AdaptiveMap[] maps;
  private final int[] hashes;
  private final long[] slots;
  private final int[] situations;

  SymbolHistoryModel(int contexts, int tableBytes) {
    this.contexts = contexts;
    this.table = new SymbolHistoryTable(tableBytes);
    this.maps = new AdaptiveMap[contexts];
    this.hashes = new int[contexts];
    this.slots = new long[contexts];
    this.situations = new int[8 * contexts];
    for (int i = 0; i < contexts; i++) {
      maps[i] = startMap();
    }
  }

  private static int[] countClasses() {
    int[] classes = new int[15 * SymbolHistoryTable.SYMBOLS + 1];
    for (int count = 0; count < classes.length; count++) {
      classes[count] = count < 5 ? count : count < 7 ? 5 : count < 10 ? 6 : count < 15 ? 7 : 8;
    }
    return classes;
  }

  private static AdaptiveMap startMap() {
    AdaptiveMap map = new AdaptiveMap(8 * SITUATIONS, MEMORY);
    for (int situation = 0; situation < 8 * SITUATIONS; situation++) {
      int counts = situation % SITUATIONS / 4;
      double ones = counts % COUNT_CLASSES + 0.3;
      map.start(situation, ones / (counts / COUNT_CLASSES + 0.3 + ones));
    }
    return map;
  }

  /** Looks up the contexts. */
  void begin(int[] contextHashes) {
    for (int i = 0; i < contexts; i++) {
      hashes[i] = Hash.spread(contextHashes[i]);
      int index = table.find(hashes[i]);
      slots[i] = index < 0 ? 0 : table.slot(index);
    }
  }

  /** Whether a context has been seen before. */
  boolean isSeen(int context) {
    return SymbolHistoryTable.count(slots[context], 0) > 0;
  }

  /** Fills one input per context; returns the number of the next one. */
  int predict(int node, int depth, float[] inputs, int from) {
    for (int i = 0; i < contexts; i++) {
      int situation = situation(slots[i], node, depth);
      situations[depth * contexts + i] = situation;
      inputs[from + i] = situation < 0 ? 0 : maps[i].logit(situation);
    }
    return from + contexts;
  }

  /** What a list of symbols says about the bit after a prefix; -1 if no symbol agrees with it. */
  private static int situation(long slot, int node, int depth) {
    int zeros = 0;
    int ones = 0;
    int latest = -1;
    int latestBit = 0;
    for (int k = 0; k < SymbolHistoryTable.SYMBOLS; k++) {
      int count = SymbolHistoryTable.count(slot, k);
      if (count == 0) {
        break;
      }
      int symbol = SymbolHistoryTable.symbol(slot, k) | 0x100;
      if (symbol >>> (8 - depth) == node) {
        int bit = symbol >>> (7 - depth) & 1;
        zeros += bit == 0 ? count : 0;
        ones += bit == 0 ? 0 : count;
        if (latest < 0) {
          latest = k;
          latestBit = bit;
        }
      }
    }
    if (latest < 0) {
      return -1;
    }
    int counts = COUNT_CLASS[zeros] * COUNT_CLASSES + COUNT_CLASS[ones];
    return depth * SITUATIONS + counts * 4 + latestBit * 2 + (latest == 0 ? 0 : 1);
  }

  void update(int depth, int bit) {
    for (int i = 0; i < contexts; i++) {
      int situation = situations[depth * contexts + i];
      if (situation >= 0) {
        maps[i].update(situation, bit);
      }
    }
  }

  /** Adds the symbol that came to all contexts; new contexts get a slot. */
  void end(int symbol) {
    for (int i = 0; i < contexts; i++) {
      table.update(table.claim(hashes[i]), symbol);
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
