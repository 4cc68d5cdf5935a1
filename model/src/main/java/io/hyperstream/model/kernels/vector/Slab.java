package io.hyperstream.model.kernels.vector;

/**
 * One large array that many matrices share, so that their rows can begin where cache lines do: a
 * vector of 512 bits that does not is two accesses.
 *
 * <p>Java puts no array where one wants it. But a large one has a region of its own in the G1
 * collector's heap, at whose start its header lies; so its elements from {@link #FIRST} on are
 * aligned, and it never moves. With another collector they may not be, and it is only slower.
 */
final class Slab {

  /** Most floats of a matrix. */
  static final int LARGEST = Integer.MAX_VALUE - 64;

  /** Floats of a cache line. */
  private static final int LINE = 16;

  /** The header of an array is as long as 4 floats; the rest of its cache line stays unused. */
  private static final int FIRST = LINE - 4;

  /** Floats of a slab: more than half of the largest region of the collector. */
  private static final int SIZE = (4 << 20) + LINE;

  private final float[] data;
  private int used;

  /**
   * @param least floats that it must have room for; if 0, it has room for none
   */
  Slab(int least) {
    data = new float[least == 0 ? 0 : Math.max(SIZE, FIRST + least)];
    used = FIRST;
  }

  boolean fits(int size) {
    return size <= data.length - used;
  }

  /** Memory that nobody had before, all zero. */
  HeapMatrix allocate(int rows, int columns) {
    HeapMatrix matrix = new HeapMatrix(data, used, rows, columns, columns);
    int end = used + rows * columns;
    used = FIRST + (end - FIRST + LINE - 1) / LINE * LINE;
    return matrix;
  }
}
