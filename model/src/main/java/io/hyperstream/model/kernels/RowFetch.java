package io.hyperstream.model.kernels;

/**
 * Rows of a matrix on their way to the host, as they are when they are asked for: what the kernels
 * are told afterwards may change the matrix, and need not wait.
 */
public interface RowFetch {

  /**
   * Asks for rows of a matrix that is whole, not a part of another; those asked for before are
   * given up.
   */
  void start(Matrix source, int row, int rows);

  /** Waits until they are here. */
  void await();

  /** Writes a row, counted as in the matrix, once they are here. Any thread may ask. */
  void get(int row, float[] target, int offset);
}
