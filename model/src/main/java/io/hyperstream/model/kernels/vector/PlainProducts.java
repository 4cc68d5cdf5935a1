package io.hyperstream.model.kernels.vector;

import java.util.Arrays;

/** The products in plain Java: slow, and the yardstick of correctness. */
final class PlainProducts implements Products {

  @Override
  public void multiply(
      float[] a,
      int ao,
      int aStride,
      HeapMatrix w,
      float[] c,
      int co,
      int cStride,
      int rows,
      boolean add,
      long version) {
    int k = w.rows();
    int n = w.columns();
    for (int r = 0; r < rows; r++) {
      int out = co + r * cStride;
      if (!add) {
        Arrays.fill(c, out, out + n, 0f);
      }
      for (int i = 0; i < k; i++) {
        float factor = a[ao + r * aStride + i];
        int from = w.at(i);
        for (int j = 0; j < n; j++) {
          c[out + j] += factor * w.data[from + j];
        }
      }
    }
  }

  @Override
  public void multiplyTransposed(
      float[] a,
      int ao,
      int aStride,
      HeapMatrix w,
      float[] c,
      int co,
      int cStride,
      int rows,
      boolean add,
      long version) {
    int k = w.rows();
    int n = w.columns();
    for (int r = 0; r < rows; r++) {
      int in = ao + r * aStride;
      for (int i = 0; i < k; i++) {
        int from = w.at(i);
        float sum = 0;
        for (int j = 0; j < n; j++) {
          sum += a[in + j] * w.data[from + j];
        }
        int out = co + r * cStride + i;
        c[out] = add ? c[out] + sum : sum;
      }
    }
  }

  @Override
  public void multiplyRows(
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
      boolean add) {
    for (int i = 0; i < m; i++) {
      int out = co + i * cStride;
      if (!add) {
        Arrays.fill(c, out, out + n, 0f);
      }
      for (int r = 0; r < rows; r++) {
        float factor = a[ao + r * aStride + i];
        int from = bo + r * bStride;
        for (int j = 0; j < n; j++) {
          c[out + j] += factor * b[from + j];
        }
      }
    }
  }
}
