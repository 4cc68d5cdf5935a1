package io.hyperstream.model.net;

import io.hyperstream.model.kernels.Mask;
import io.hyperstream.model.numeric.SplitMix64;

/**
 * What {@link Dropout} drops in a step: a factor for each number, see {@link Mask}, as a function
 * of the seed, the step, where the number is, and its row and column there.
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
    return Mask.keep(level(site));
  }

  /** How many of {@link Mask#LEVELS} values mean that a number stays there. */
  int level(Site site) {
    return (int) Math.round((1 - share(site)) * Mask.LEVELS);
  }

  /**
   * What the factors of this step are drawn by.
   *
   * @param layer number of the layer, from 0; 0 where there are no layers
   */
  long key(Site site, int layer) {
    return SplitMix64.at(SplitMix64.at(SplitMix64.at(seed, step), site.ordinal()), layer);
  }

  /** The row of one step of a window. */
  public static int row(int window, int t) {
    return window * MAX_STEPS + t;
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
    Mask.fill(key(site, layer), level(site), row, target, from, columns);
  }
}
