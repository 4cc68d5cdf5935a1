package io.hyperstream.model.context;

/** Hashes of contexts: multiplication and shifts. */
final class Hash {

  private static final int ODD = 0x2f0b4c47;
  private static final int GOLDEN = 0x9e3779b1;

  private Hash() {}

  /** Of two numbers, in this order. */
  static int of(int a, int b) {
    return (a * ODD ^ b) * GOLDEN + (a >>> 15);
  }

  static int of(int a, int b, int c) {
    return of(of(a, b), c);
  }

  /** Of a node of the tree of symbols, in a context whose hash is spread. */
  static int ofNode(int hash, int node) {
    return hash + node * GOLDEN;
  }

  /** The same number with every bit of it in every bit: upper and lower bits are fit for use. */
  static int spread(int hash) {
    int h = hash;
    h ^= h >>> 16;
    h *= 0x7feb352d;
    h ^= h >>> 15;
    h *= 0x846ca68b;
    h ^= h >>> 16;
    return h;
  }
}
