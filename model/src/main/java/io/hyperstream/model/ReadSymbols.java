package io.hyperstream.model;

import io.hyperstream.model.kernels.Indices;
import io.hyperstream.model.kernels.Kernels;

/** The different symbols that a step reads: only their rows get a gradient. */
final class ReadSymbols {

  private final Kernels kernels;
  private final Indices symbols;
  private int count;

  /** For each symbol the last step that read it. */
  private final long[] lastRead;

  private long step;

  ReadSymbols(Kernels kernels, int vocabulary) {
    this.kernels = kernels;
    this.symbols = kernels.indices(vocabulary);
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
      symbols.values()[count++] = symbol;
    }
  }

  /** Shows the kernels what was added since {@link #clear}. */
  void upload() {
    kernels.upload(symbols, count);
  }

  /** The symbols, once uploaded. */
  Indices symbols() {
    return symbols;
  }
}
