package io.hyperstream.model.kernels.vector;

/**
 * One large array that many matrices share, so that their rows can begin where cache lines do: a
 * vector of 512 bits that crosses a line costs two accesses.
 *
 * <p>Java gives no control over where an array lies. But in the heap of the G1 collector a large
 * one has a region of its own, at whose start its header lies; so its elements from {@link #FIRST}
 * on are aligned, and it never moves. With another collector they may not be aligned, which only
 * costs time.
 */
final class Slab {

  /** The maximum number of floats in a matrix. */
  static final int MAX = Integer.MAX_VALUE - 64;

  /** Floats of a cache line. */
  private static final int LINE = 16;

  /** The header of an array is as long as 4 floats; the rest of its cache line stays unused. */
  private static final int FIRST = LINE - 4;

  /** Floats of a slab: more than half of the largest region of the collector. */
  private static final int SIZE = (4 << 20) + LINE;

  private final float[] data;
  private int used;

  /**
   * @param min floats that it must have room for; with 0 it has room for none
   */
  Slab(int min) {
    data = new float[min == 0 ? 0 : Math.max(SIZE, FIRST + min)];
    used = FIRST;
  }

  boolean fits(int size) {
    return size <= data.length - used;
  }

  /** New memory, all zero. */
  HeapMatrix allocate(int rows, int columns) {
    HeapMatrix matrix = new HeapMatrix(data, used, rows, columns, columns);
    int end = used + rows * columns;
    used = FIRST + (end - FIRST + LINE - 1) / LINE * LINE;
    return matrix;
  }
}
