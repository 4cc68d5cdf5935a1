package io.hyperstream.model;

/** Which layers read the symbol itself, beside what the layer below hands up. */
public enum SymbolInput {
  /** The first (the paper's choice). */
  FIRST,
  /** All of them. */
  ALL
}
