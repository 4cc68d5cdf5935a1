package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * For each of some contexts the probability that a bit is 1: the mean of the bits seen there, at
 * first of all of them alike, later of about the last {@code memory}.
 *
 * <p>A cell holds the probability in its upper 22 bits and the number of bits seen in the others.
 */
final class AdaptiveMap implements Learned {

  private static final int COUNT_BITS = 10;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int ONE = (1 << 22) - 1;

  /** What a first bit moves the probability by: less than all the way. */
  private static final double FIRST = 1.4;

  /** The weight of the next bit by the number of bits seen, in units of 2^-16. */
  private static final int[] WEIGHT = weights();

  private final int[] cells;
  private final int memory;

  AdaptiveMap(int contexts, int memory) {
    this.cells = new int[contexts];
    this.memory = memory;
    Arrays.fill(cells, 1 << 31);
  }

  private static int[] weights() {
    int[] weights = new int[COUNT_MASK + 1];
    for (int n = 0; n < weights.length; n++) {
      weights[n] = (int) (65536 / (n + FIRST));
    }
    return weights;
  }

  /** Sets the probability that a context starts with. */
  void start(int context, double p) {
    cells[context] = (int) (p * ONE) << COUNT_BITS;
  }

  float logit(int context) {
    return Logistic.stretch(cells[context] >>> 16);
  }

  void update(int context, int bit) {
    int cell = cells[context];
    int n = cell & COUNT_MASK;
    int p = cell >>> COUNT_BITS;
    int target = bit == 0 ? 0 : ONE;
    int next = p + (int) (((long) (target - p) * WEIGHT[n]) >> 16);
    cells[context] = next << COUNT_BITS | Math.min(n + 1, memory);
  }

  @Override
  public int bytes() {
    return cells.length * Integer.BYTES;
  }

  @Override
  public void write(ByteBuffer out) {
    out.asIntBuffer().put(cells);
    out.position(out.position() + bytes());
  }

  @Override
  public void read(ByteBuffer in) {
    in.asIntBuffer().get(cells);
    in.position(in.position() + bytes());
  }
}
