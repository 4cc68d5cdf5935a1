package io.hyperstream.model.kernels;

/**
 * Whole numbers, such as numbers of rows, made on the host. Kernels see them as they were at the
 * last {@link Kernels#upload(Indices, int)}.
 */
public class Indices {

  private final int[] values;
  private int count;

  public Indices(int size) {
    this.values = new int[size];
  }

  /** All of them, to be read and set on the host. Not a copy. */
  public final int[] values() {
    return values;
  }

  /** How many there are, from the first on, since the last upload. */
  public final int count() {
    return count;
  }

  /** Notes how many there are; for back ends. */
  public final void setCount(int count) {
    this.count = count;
  }
}
