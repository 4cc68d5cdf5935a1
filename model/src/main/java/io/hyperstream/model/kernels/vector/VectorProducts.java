package io.hyperstream.model.kernels.vector;

import java.util.Arrays;

/** The products with the Vector API: those of single rows or little depth without a copy. */
final class VectorProducts implements Products {

  private final Gemm gemm = new Gemm();

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
    if (rows == 1) {
      clearUnless(add, c, co, n);
      RowProducts.rowTimesMatrix(a, ao, k, w.data, w.offset, w.stride, back(co, cStride), c, co, n);
    } else if (k < Gemm.SHALLOW) {
      gemm.timesPlain(a, ao, aStride, rows, k, w.data, w.offset, w.stride, add, c, co, cStride, n);
    } else {
      float[] panels = w.packing.forward.get(w, version);
      gemm.timesPacked(a, ao, aStride, rows, k, panels, add, c, co, cStride, n);
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
    if (rows == 1 || k < Gemm.SHALLOW) {
      for (int r = 0; r < rows; r++) {
        clearUnless(add, c, co + r * cStride, k);
        RowProducts.rowTimesTransposed(
            a,
            ao + r * aStride,
            n,
            w.data,
            w.offset,
            w.stride,
            back(co + r * cStride, cStride),
            c,
            co + r * cStride,
            k);
      }
    } else {
      float[] panels = w.packing.transposed.get(w, version);
      gemm.timesPacked(a, ao, aStride, rows, n, panels, add, c, co, cStride, k);
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
    gemm.transposedTimesPlain(a, ao, aStride, m, b, bo, bStride, n, rows, add, c, co, cStride);
  }

  /** Every other row reads the weights from their end. */
  private static boolean back(int co, int cStride) {
    return (co / cStride & 1) == 1;
  }

  private static void clearUnless(boolean add, float[] c, int co, int columns) {
    if (!add) {
      Arrays.fill(c, co, co + columns, 0f);
    }
  }
}
