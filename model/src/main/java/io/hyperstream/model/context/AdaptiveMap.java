package io.hyperstream.model.context;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * For each of some contexts the probability that a bit is 1: the mean of the bits seen there, at
 * first of all of them alike, later of about the last {@code memory}. Context {@link #NONE} says
 * nothing and learns nothing.
 *
 * <p>A cell holds the probability in its upper 22 bits and the number of bits seen in the others.
 */
final class AdaptiveMap implements Learned {

  static final int NONE = 0;

  private static final int COUNT_BITS = 10;
  private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;
  private static final int ONE = (1 << 22) - 1;
  private static final int HALF = 1 << 31;

  /** What a first bit moves the probability by: less than all the way. */
  private static final double FIRST = 1.4;

  /** The weight of the next bit by the number of bits seen, in units of 2^-16. */
  private static final int[] WEIGHT = weights();

  /**
   * A new model begins with what was seen elsewhere this often: less tells nothing, and more would
   * keep it from moving on.
   */
  private static final int MIN_START_COUNT = 4;

  private static final int MAX_START_COUNT = 60;

  /** Of the probabilities that it begins with, 12 bits are kept; more do not pay. */
  private static final int START_BITS = 0xfff0;

  private final int[] cells;
  private final int memory;

  /**
   * @param contexts how many there are beside {@link #NONE}, numbered from 1
   */
  AdaptiveMap(int contexts, int memory) {
    this.cells = new int[1 + contexts];
    this.memory = memory;
    Arrays.fill(cells, HALF);
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

  /** Sets {@code logits}, from {@code to} on, to what {@code count} of the contexts say. */
  void predict(int[] contexts, int from, int count, float[] logits, int to) {
    for (int i = 0; i < count; i++) {
      logits[to + i] = Logistic.stretch(cells[contexts[from + i]] >>> 16);
    }
  }

  /** Adds a bit to {@code count} of the contexts. */
  void update(int[] contexts, int from, int count, int bit) {
    int target = bit == 0 ? 0 : ONE;
    for (int i = from; i < from + count; i++) {
      int context = contexts[i];
      int cell = cells[context];
      int n = cell & COUNT_MASK;
      int p = cell >>> COUNT_BITS;
      int next = p + (int) (((long) (target - p) * WEIGHT[n]) >> 16);
      cells[context] = next << COUNT_BITS | Math.min(n + 1, memory);
    }
    cells[NONE] = HALF;
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

  /** How often each context was seen, or 0 if that was rarely; then the probabilities there. */
  @Override
  public void writeStart(ByteBuffer out) {
    for (int cell : cells) {
      out.put((byte) startCount(cell));
    }
    for (int cell : cells) {
      out.putShort((short) (startCount(cell) > 0 ? cell >>> 16 & START_BITS : 0));
    }
  }

  private static int startCount(int cell) {
    int count = cell & COUNT_MASK;
    return count < MIN_START_COUNT ? 0 : Math.min(count, MAX_START_COUNT);
  }

  /** Contexts that were rarely seen keep what they have. */
  @Override
  public void readStart(ByteBuffer in) {
    byte[] counts = new byte[cells.length];
    in.get(counts);
    for (int i = 0; i < cells.length; i++) {
      int p = in.getShort() << 16;
      if (counts[i] > 0) {
        cells[i] = p | counts[i];
      }
    }
  }
}
