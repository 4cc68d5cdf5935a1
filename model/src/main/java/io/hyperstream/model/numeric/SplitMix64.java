package io.hyperstream.model.numeric;

/**
 * The random generator SplitMix64 (Steele, Lea, Flood 2014). Unlike that of the JDK's, its state,
 * one long, can be read and set. A learner needs that to go on exactly from a snapshot.
 */
public final class SplitMix64 {

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

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
    state += GAMMA;
    return mixed(state);
  }

  /**
   * The n-th number after a seed, from 0 on, without those before it: the generator as a function
   * of a counter.
   */
  public static long at(long seed, long n) {
    return mixed(seed + (n + 1) * GAMMA);
  }

  private static long mixed(long state) {
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
