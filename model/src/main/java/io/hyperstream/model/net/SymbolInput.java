package io.hyperstream.model.net;

/** Which layers read the symbol itself, beside what the layer below gives. */
public enum SymbolInput {
  /** The first (the paper's choice). */
  FIRST,
  /** All of them. */
  ALL
}
