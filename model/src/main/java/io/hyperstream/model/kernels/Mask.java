package io.hyperstream.model.kernels;

import io.hyperstream.model.numeric.SplitMix64;

/**
 * What is dropped of rows of numbers: the factor of each number, 0 or the inverse of the share that
 * stays. All factors are 1 until they are drawn. A factor is a function of a key, the number that
 * its row has, and its column, so that it is the same on all back ends, whatever the order in which
 * they work.
 */
public abstract class Mask {

  /** A decision takes 16 bits of a random number, so a number is enough for four columns. */
  private static final int BITS = 16;

  private static final int COLUMNS = Long.SIZE / BITS;

  /** The values of those bits. */
  public static final int LEVELS = 1 << BITS;

  /**
   * Draws the factors of rows.
   *
   * @param key a random number that differs from draw to draw
   * @param level how many of {@link #LEVELS} values mean that a number stays
   * @param from the first row; those before it keep what they have, or get any factors
   */
  public abstract void draw(long key, int level, int from, int rows);

  /** Sets all factors to 1. */
  public abstract void keepAll();

  /** The share of the numbers that stays. */
  public static float keep(int level) {
    return (float) level / LEVELS;
  }

  /**
   * Writes the factors of a row.
   *
   * @param row the number of the row
   * @param target filled from {@code at} on
   * @param columns how many numbers the row has
   */
  public static void fill(long key, int level, long row, float[] target, int at, int columns) {
    int factor = Float.floatToRawIntBits(1 / keep(level));
    long counter = row * ((columns + COLUMNS - 1) / COLUMNS);
    int whole = columns / COLUMNS * COLUMNS;
    for (int c = 0; c < whole; c += COLUMNS) {
      long random = SplitMix64.at(key, counter++);
      target[at + c] = factor(random, level, factor);
      target[at + c + 1] = factor(random >>> BITS, level, factor);
      target[at + c + 2] = factor(random >>> 2 * BITS, level, factor);
      target[at + c + 3] = factor(random >>> 3 * BITS, level, factor);
    }
    if (whole < columns) {
      long random = SplitMix64.at(key, counter);
      for (int c = whole; c < columns; c++) {
        target[at + c] = factor(random, level, factor);
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
