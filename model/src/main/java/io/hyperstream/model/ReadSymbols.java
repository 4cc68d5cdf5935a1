package io.hyperstream.model;

/** The different symbols that a step reads: only their rows get a gradient. */
final class ReadSymbols {

  private final int[] symbols;
  private int count;

  /** For each symbol the last step that read it. */
  private final long[] lastRead;

  private long step;

  ReadSymbols(int vocabulary) {
    this.symbols = new int[vocabulary];
    this.lastRead = new long[vocabulary];
  }

  void clear() {
    step++;
    count = 0;
  }

  /** Adds a symbol, or nothing if it is negative. */
  void add(int symbol) {
    if (symbol >= 0 && lastRead[symbol] != step) {
      lastRead[symbol] = step;
      symbols[count++] = symbol;
    }
  }

  int count() {
    return count;
  }

  /** The first {@link #count} are the symbols. Not a copy. */
  int[] symbols() {
    return symbols;
  }
}
