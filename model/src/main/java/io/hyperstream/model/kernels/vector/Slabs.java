package io.hyperstream.model.kernels.vector;

/**
 * The memory of kernels that belong together. They take it from the same slab, since one has room
 * for the matrices of many. Any thread may allocate.
 */
final class Slabs {

  private Slab latest = new Slab(0);

  /** New memory, all zero, for at most {@link Slab#MAX} floats. */
  synchronized HeapMatrix allocate(int rows, int columns) {
    int size = rows * columns;
    if (!latest.fits(size)) {
      latest = new Slab(size);
    }
    return latest.allocate(rows, columns);
  }
}
