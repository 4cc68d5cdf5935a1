package io.hyperstream.model.context;

import java.util.List;

/**
 * The network's prediction of each bit: as it is, and corrected by how such predictions came out.
 */
final class NetworkModel extends LearnedParts {

  static final int INPUTS = 2;

  /** Classes of how probable the network's most probable symbol is. */
  static final int CERTAINTIES = 8;

  private static final int MEMORY = 255;

  /** Predictions are told apart by half a unit of their logit. */
  private static final int LOGIT_CLASSES = 32;

  private final SymbolTree tree = new SymbolTree();
  private final AdaptiveMap map = new AdaptiveMap(256 * LOGIT_CLASSES, MEMORY);
  private final int[] contexts = new int[8];

  /**
   * @param logits of the network over the 256 bytes, at {@code from}
   */
  void begin(float[] logits, int from) {
    tree.set(logits, from);
  }

  int mostProbable() {
    return tree.mostProbable();
  }

  int certainty() {
    return Math.min(CERTAINTIES - 1, (int) (tree.mostProbableP() * CERTAINTIES));
  }

  /** Whether the most probable symbol agrees with the bits so far. */
  boolean agrees(int node, int depth) {
    return (tree.mostProbable() | 0x100) >>> (8 - depth) == node;
  }

  /** Fills two inputs; returns the number of the next one. */
  int predict(int node, int depth, float[] inputs, int from) {
    float logit = Logistic.stretch(tree.p(node));
    int half = Math.round(logit * 2) + LOGIT_CLASSES / 2;
    int context = 1 + node * LOGIT_CLASSES + Math.max(0, Math.min(LOGIT_CLASSES - 1, half));
    contexts[depth] = context;
    inputs[from] = logit;
    map.predict(contexts, depth, 1, inputs, from + 1);
    return from + INPUTS;
  }

  void update(int depth, int bit) {
    map.update(contexts, depth, 1, bit);
  }

  @Override
  List<Learned> parts() {
    return List.of(map);
  }
}
