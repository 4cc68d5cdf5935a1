package io.hyperstream.model.context;

import java.util.Arrays;

/**
 * A distribution over bytes as binary decisions, upper bits first: the node of a prefix of bits
 * (with a leading 1) has the probability of all bytes that begin with it.
 */
final class SymbolTree {

  private static final int SYMBOLS = 256;

  /** By node, 1 to 511: those from 256 on are the bytes themselves. Not normalised. */
  private final float[] mass = new float[2 * SYMBOLS];

  private final Rows rows = Rows.create();

  private int mostProbable;

  /** The softmax of these logits; the uniform distribution, if they are not finite. */
  void set(float[] logits, int from) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < SYMBOLS; i++) {
      if (logits[from + i] > max) {
        max = logits[from + i];
        mostProbable = i;
      }
    }
    rows.exp(logits, from, max, mass, SYMBOLS, SYMBOLS);
    sum();
    if (!Float.isFinite(mass[1])) {
      uniform();
    }
  }

  private void uniform() {
    Arrays.fill(mass, SYMBOLS, 2 * SYMBOLS, 1f);
    mostProbable = 0;
    sum();
  }

  private void sum() {
    for (int node = SYMBOLS - 1; node >= 1; node--) {
      mass[node] = mass[2 * node] + mass[2 * node + 1];
    }
  }

  /** The probability that the bit after a prefix is 1. */
  float p(int node) {
    return mass[2 * node + 1] / mass[node];
  }

  int mostProbable() {
    return mostProbable;
  }

  float mostProbableP() {
    return mass[SYMBOLS + mostProbable] / mass[1];
  }
}
