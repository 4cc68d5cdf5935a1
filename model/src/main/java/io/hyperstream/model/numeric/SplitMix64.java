package io.hyperstream.model.numeric;

/**
 * The random generator SplitMix64 (Steele, Lea, Flood 2014). Unlike that of the JDK's, its state,
 * one long, can be read and set. A learner needs that to go on exactly from a snapshot.
 */
public final class SplitMix64 {

  private long state;

  public SplitMix64(long seed) {
    this.state = seed;
  }

  public long state() {
    return state;
  }

  public void restore(long value) {
    state = value;
  }

  private long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * A number from 0 to {@code bound - 1}. The high half of a product (Lemire 2019), whose bias, of
   * at most bound / 2^64, is left in.
   */
  public long next(long bound) {
    long random = next();
    return Math.multiplyHigh(random, bound) + ((random >> 63) & bound);
  }
}
