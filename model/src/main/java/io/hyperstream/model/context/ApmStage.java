package io.hyperstream.model.context;

import java.util.List;

/**
 * The APM stage: averages the mixer's probability with the outputs of four adaptive probability
 * maps, each of which corrects it in a context of its own.
 */
final class ApmStage extends LearnedParts {

  private static final int MAX_HASH_BITS = 11;
  private static final float MIXED_SHARE = 0.4f;
  private static final float MAP_SHARE = (1 - MIXED_SHARE) / 4;

  /** No binary decision costs more than 18 bits. */
  private static final float MIN_P = 1f / (1 << 18);

  private final int hashBits;
  private final AdaptiveProbabilityMap[] maps;

  private int lastByte;
  private int lastBytes;
  private int guess;

  ApmStage(boolean ample) {
    hashBits = ample ? MAX_HASH_BITS : MAX_HASH_BITS - 1;
    int merged = 1 << (MAX_HASH_BITS - hashBits);
    maps =
        new AdaptiveProbabilityMap[] {
          new AdaptiveProbabilityMap(256),
          new AdaptiveProbabilityMap(1 << hashBits, merged),
          new AdaptiveProbabilityMap(1 << hashBits, merged),
          new AdaptiveProbabilityMap(1 << hashBits, merged)
        };
  }

  /**
   * @param guess the most probable symbol, and a class of how probable it is
   */
  void begin(TextContext text, int guess) {
    this.lastByte = Hash.spread(text.latest & 0xff);
    this.lastBytes = Hash.spread(text.latest & 0xffffff);
    this.guess = Hash.spread(guess);
  }

  float refine(int depth, float logit, float mixed, int node) {
    float sum =
        maps[0].refine(depth, logit, node)
            + maps[1].refine(depth, logit, context(lastByte, node))
            + maps[2].refine(depth, logit, context(lastBytes, node))
            + maps[3].refine(depth, logit, context(guess, node));
    float p = MIXED_SHARE * mixed + MAP_SHARE * sum;
    return Math.max(MIN_P, Math.min(1 - MIN_P, p));
  }

  private int context(int hash, int node) {
    return Hash.ofNode(hash, node) >>> (32 - hashBits);
  }

  void update(int depth, int bit) {
    for (AdaptiveProbabilityMap map : maps) {
      map.update(depth, bit);
    }
  }

  @Override
  List<Learned> parts() {
    return List.of(maps);
  }
}
