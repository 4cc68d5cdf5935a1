package io.hyperstream.model.context;

import java.nio.ByteBuffer;

/** The last stage: the mixer's probability, averaged with what maps of four contexts make of it. */
final class Refinement implements Learned {

  private static final int HASH_BITS = 11;
  private static final float MIXED_SHARE = 0.4f;
  private static final float MAP_SHARE = (1 - MIXED_SHARE) / 4;

  /** No bit is charged more than 18 bits. */
  private static final float LEAST = 1f / (1 << 18);

  private final AdaptiveProbabilityMap[] maps = {
    new AdaptiveProbabilityMap(256),
    new AdaptiveProbabilityMap(1 << HASH_BITS),
    new AdaptiveProbabilityMap(1 << HASH_BITS),
    new AdaptiveProbabilityMap(1 << HASH_BITS)
  };

  private int lastByte;
  private int lastBytes;
  private int guess;

  /**
   * @param guess the symbol that is expected most, and how much
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
    return Math.max(LEAST, Math.min(1 - LEAST, p));
  }

  private static int context(int hash, int node) {
    return Hash.ofNode(hash, node) >>> (32 - HASH_BITS);
  }

  void update(int depth, int bit) {
    for (AdaptiveProbabilityMap map : maps) {
      map.update(depth, bit);
    }
  }

  @Override
  public int bytes() {
    return maps[0].bytes() + 3 * maps[1].bytes();
  }

  @Override
  public void write(ByteBuffer out) {
    for (AdaptiveProbabilityMap map : maps) {
      map.write(out);
    }
  }

  @Override
  public void read(ByteBuffer in) {
    for (AdaptiveProbabilityMap map : maps) {
      map.read(in);
    }
  }
}
