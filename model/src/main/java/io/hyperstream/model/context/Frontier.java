package io.hyperstream.model.context;

/** The frontier of a best-first search of the tree of symbols: nodes with their probabilities. */
final class Frontier {

  private final int[] nodes = new int[256];
  private final double[] p = new double[256];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int node, double probability) {
    nodes[size] = node;
    p[size] = probability;
    size++;
  }

  /** The place of the most probable one; of equals, the one that was added first. */
  int best() {
    int best = 0;
    for (int i = 1; i < size; i++) {
      if (p[i] > p[best]) {
        best = i;
      }
    }
    return best;
  }

  int node(int place) {
    return nodes[place];
  }

  double p(int place) {
    return p[place];
  }

  void remove(int place) {
    size--;
    for (int i = place; i < size; i++) {
      nodes[i] = nodes[i + 1];
      p[i] = p[i + 1];
    }
  }
}
