package io.hyperstream.model.kernels.vector;

/**
 * Products of matrices in float arrays. A parameter named {@code xo} is the offset of the first
 * element of array {@code x}, {@code xStride} the distance between its rows. Has scratch memory, so
 * each thread has its own.
 */
interface Products {

  /**
   * c (rows x w.columns) (+)= a (rows x w.rows) w.
   *
   * @param version of w: a packed copy of an earlier one is stale
   */
  void multiply(
      float[] a,
      int ao,
      int aStride,
      HeapMatrix w,
      float[] c,
      int co,
      int cStride,
      int rows,
      boolean add,
      long version);

  /** c (rows x w.rows) (+)= a (rows x w.columns) w^T. */
  void multiplyTransposed(
      float[] a,
      int ao,
      int aStride,
      HeapMatrix w,
      float[] c,
      int co,
      int cStride,
      int rows,
      boolean add,
      long version);

  /** c (m x n) (+)= a^T b, for a (rows x m) and b (rows x n). */
  void multiplyRows(
      float[] a,
      int ao,
      int aStride,
      int m,
      float[] b,
      int bo,
      int bStride,
      int n,
      int rows,
      float[] c,
      int co,
      int cStride,
      boolean add);
}
