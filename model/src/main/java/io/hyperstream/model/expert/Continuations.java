package io.hyperstream.model.expert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The most probable ways in which a stream goes on from a place in the middle of a step.
 *
 * <p>The first symbol of each is what the whole model says. The network cannot run ahead there, so
 * the symbols after the first are what the outlook says without it, as far as it is sure of them.
 */
final class Continuations {

  private static final int MAX_CONTINUATIONS = 3;

  /** A first symbol that is less probable than this was hardly expected. */
  private static final float MIN_FIRST = 0.01f;

  /** A continuation ends before a symbol that is less probable than this. */
  private static final float MIN_NEXT = 0.3f;

  /** What comes after the line is of no use to who reads what was expected. */
  private static final int END_OF_LINE = '\n';

  private Continuations() {}

  /**
   * The continuations, the most probable first symbol first; at least one.
   *
   * @param outlook from the place, to which it is back afterwards
   * @param logits the network's at the place; overwritten
   * @param maxSymbols of each
   */
  static List<Continuation> of(Outlook outlook, float[] logits, int maxSymbols) {
    int[] first = new int[Math.min(MAX_CONTINUATIONS, logits.length)];
    float[] probabilities = new float[first.length];
    outlook.expect(logits, first, probabilities);
    List<Continuation> all = new ArrayList<>(first.length);
    for (int i = 0; i < first.length && (i == 0 || probabilities[i] >= MIN_FIRST); i++) {
      int[] symbols = new int[maxSymbols];
      symbols[0] = first[i];
      int length = goOn(outlook, symbols, logits);
      all.add(new Continuation(Arrays.copyOf(symbols, length), probabilities[i]));
    }
    return List.copyOf(all);
  }

  /** Adds the symbols after the first one; returns how many there are then. */
  private static int goOn(Outlook outlook, int[] symbols, float[] logits) {
    int[] next = new int[1];
    float[] probability = new float[1];
    int length = 1;
    for (; length < symbols.length && symbols[length - 1] != END_OF_LINE; length++) {
      outlook.append(symbols[length - 1]);
      // What a network says that knows nothing.
      Arrays.fill(logits, 0);
      outlook.expect(logits, next, probability);
      if (probability[0] < MIN_NEXT) {
        break;
      }
      symbols[length] = next[0];
    }
    outlook.end();
    return length;
  }
}
