package io.hyperstream.model.net;

import io.hyperstream.model.numeric.SplitMix64;

/**
 * What {@link Dropout} drops in a step: the factor of each number, 0 or the inverse of the share
 * that stays. A factor is a function of the seed, the step, where the number is, and its row and
 * column there, so that it is the same on all back ends, whatever the order in which they work.
 */
public final class Masks {

  /** Where numbers are dropped. */
  public enum Site {
    /** Symbols that are read, one column. */
    SYMBOL,
    /** Hidden states that the layer above reads. */
    BELOW,
    /** Hidden states that the softmax sees. */
    OUTPUT,
    /** Candidates of a main cell. */
    CANDIDATE,
    /** Candidates of a hyper cell. */
    HYPER_CANDIDATE,
    /** The matrix {@code recurrent}, by its own rows. */
    RECURRENT
  }

  /** A decision takes 16 bits of a random number, so a number is enough for four columns. */
  private static final int BITS = 16;

  private static final int COLUMNS = Long.SIZE / BITS;
  private static final int LEVELS = 1 << BITS;

  /** At least the maximum length of a window, so that no two rows have the same number. */
  private static final int MAX_STEPS = 1 << 12;

  private final Dropout dropout;
  private final long seed;
  private long step;

  /**
   * @param seed of all steps
   */
  public Masks(Dropout dropout, long seed) {
    this.dropout = dropout;
    this.seed = seed;
  }

  /** Goes to a step. */
  public void draw(long step) {
    this.step = step;
  }

  /** Whether nothing is dropped anywhere. */
  boolean dropNothing() {
    return dropout.isNone();
  }

  /** Whether anything is dropped there. */
  public boolean drops(Site site) {
    return share(site) > 0;
  }

  private double share(Site site) {
    return switch (site) {
      case SYMBOL, BELOW -> dropout.input();
      case OUTPUT -> dropout.output();
      case CANDIDATE -> dropout.recurrent();
      case HYPER_CANDIDATE -> dropout.hyperRecurrent();
      case RECURRENT -> dropout.weights();
    };
  }

  /** The share of the numbers that stays there: a multiple of 2^-16. */
  public float keep(Site site) {
    return (float) level(site) / LEVELS;
  }

  /** How many of all values of 16 bits mean that a number stays. */
  private int level(Site site) {
    return (int) Math.round((1 - share(site)) * LEVELS);
  }

  /** The row of one step of a window. */
  public static long row(int window, int t) {
    return (long) window * MAX_STEPS + t;
  }

  /**
   * Writes the factors of a row.
   *
   * @param layer number of the layer, from 0; 0 where there are no layers
   * @param row of a window's step, or of a matrix
   * @param target filled from {@code from} on
   * @param columns how many numbers the row has
   */
  public void fill(Site site, int layer, long row, float[] target, int from, int columns) {
    int level = level(site);
    int factor = Float.floatToRawIntBits(1 / keep(site));
    long place = SplitMix64.at(SplitMix64.at(seed, step), site.ordinal());
    long key = SplitMix64.at(place, layer);
    long counter = row * ((columns + COLUMNS - 1) / COLUMNS);
    int whole = columns / COLUMNS * COLUMNS;
    for (int c = 0; c < whole; c += COLUMNS) {
      long random = SplitMix64.at(key, counter++);
      target[from + c] = factor(random, level, factor);
      target[from + c + 1] = factor(random >>> BITS, level, factor);
      target[from + c + 2] = factor(random >>> 2 * BITS, level, factor);
      target[from + c + 3] = factor(random >>> 3 * BITS, level, factor);
    }
    if (whole < columns) {
      long random = SplitMix64.at(key, counter);
      for (int c = whole; c < columns; c++) {
        target[from + c] = factor(random, level, factor);
        random >>>= BITS;
      }
    }
  }

  /**
   * The factor by the last bits of a random number, without a branch, which nothing could foresee.
   *
   * @param kept the bits of the factor of what stays
   */
  private static float factor(long random, int level, int kept) {
    // All bits are one if the number stays.
    int stays = ((int) (random & (LEVELS - 1)) - level) >> 31;
    return Float.intBitsToFloat(kept & stays);
  }
}
