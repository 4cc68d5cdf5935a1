package io.hyperstream.model;

/**
 * What a learner expects of a stream.
 *
 * @param symbols the most probable next symbols, most probable first
 * @param probabilities of those symbols
 * @param continuation the symbols to come if each next one is the most probable
 */
public record NextSymbols(int[] symbols, float[] probabilities, int[] continuation) {

  /** The most probable symbols under these logits, which it spoils, and room for a continuation. */
  static NextSymbols of(float[] logits, int top, int continuation) {
    float max = logits[argMax(logits, logits.length)];
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    int count = Math.min(top, logits.length);
    int[] symbols = new int[count];
    float[] probabilities = new float[count];
    for (int i = 0; i < count; i++) {
      int best = argMax(logits, logits.length);
      symbols[i] = best;
      probabilities[i] = (float) (Math.exp(logits[best] - max) / sum);
      logits[best] = Float.NEGATIVE_INFINITY;
    }
    return new NextSymbols(symbols, probabilities, new int[continuation]);
  }

  /** The position of the first largest value. */
  static int argMax(float[] values, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
