package io.hyperstream.model.kernels.vector;

import static io.hyperstream.model.kernels.vector.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a matrix product, {@code c = s + a b}: the sums of some rows and columns stay
 * in registers while a tile walks down the depth k.
 *
 * <p>The right operand gives {@code b[bo + i * bStride + column]} at depth i. Of the left operand,
 * {@code Rows} tiles read a row for each row of c, {@code Columns} tiles a column, so that they
 * multiply by its transpose. The sums begin with {@code s[so + row * sStride + column]}: c itself
 * to add to it, or zeros.
 *
 * <p>Each tile is a method of its own, without a branch around a vector or a call with one: what
 * looks like repetition is what the compiler keeps in registers. The sums begin with s, rather than
 * being added to c at the end, for its sake too: 16 multiplications take up nearly all that it
 * inlines at once (18,000 nodes in JDK 17). Of calls beyond, it knows the vectors' class only from
 * the profile; where that was not clean, which was so in about every other process, it put the sums
 * on the heap, and the loop took 1.7 times as long. A vector that a loop ends with has a known
 * class, and storing it asks for nothing else.
 *
 * <p>With 32 registers (AVX-512) 8 rows x 2 vectors reach nine tenths of what the multipliers can
 * do; with 16 registers 4 x 2 do, and 8 x 2 would spill.
 */
final class Tiles {

  static final int LANES = SPECIES.length();

  /** Columns of a tile, and of a panel of packed weights. */
  static final int WIDTH = 2 * LANES;

  /** Rows of the tallest tile: with vectors of 512 bits there are 32 registers. */
  static final int HEIGHT = LANES >= 16 ? 8 : 4;

  private Tiles() {}

  /** 8 rows x 2 vectors. */
  static void eightRows(
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bStride,
      float[] s,
      int so,
      int sStride,
      float[] c,
      int co,
      int cStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, so);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, so + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, so + sStride);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, so + sStride + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, so + 4 * sStride);
    FloatVector s41 = FloatVector.fromArray(SPECIES, s, so + 4 * sStride + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, s, so + 5 * sStride);
    FloatVector s51 = FloatVector.fromArray(SPECIES, s, so + 5 * sStride + LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, s, so + 6 * sStride);
    FloatVector s61 = FloatVector.fromArray(SPECIES, s, so + 6 * sStride + LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, s, so + 7 * sStride);
    FloatVector s71 = FloatVector.fromArray(SPECIES, s, so + 7 * sStride + LANES);
    int a1 = ao + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    int a4 = a3 + aStride;
    int a5 = a4 + aStride;
    int a6 = a5 + aStride;
    int a7 = a6 + aStride;
    for (int i = 0; i < k; i++) {
      int at = bo + i * bStride;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + i]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[a2 + i]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + i]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[a4 + i]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[a5 + i]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[a6 + i]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[a7 + i]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, co + cStride);
    s11.intoArray(c, co + cStride + LANES);
    s20.intoArray(c, co + 2 * cStride);
    s21.intoArray(c, co + 2 * cStride + LANES);
    s30.intoArray(c, co + 3 * cStride);
    s31.intoArray(c, co + 3 * cStride + LANES);
    s40.intoArray(c, co + 4 * cStride);
    s41.intoArray(c, co + 4 * cStride + LANES);
    s50.intoArray(c, co + 5 * cStride);
    s51.intoArray(c, co + 5 * cStride + LANES);
    s60.intoArray(c, co + 6 * cStride);
    s61.intoArray(c, co + 6 * cStride + LANES);
    s70.intoArray(c, co + 7 * cStride);
    s71.intoArray(c, co + 7 * cStride + LANES);
  }

  /** 4 rows x 2 vectors. */
  static void fourRows(
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bStride,
      float[] s,
      int so,
      int sStride,
      float[] c,
      int co,
      int cStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, so);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, so + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, so + sStride);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, so + sStride + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride + LANES);
    int a1 = ao + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    for (int i = 0; i < k; i++) {
      int at = bo + i * bStride;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + i]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[a2 + i]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + i]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, co + cStride);
    s11.intoArray(c, co + cStride + LANES);
    s20.intoArray(c, co + 2 * cStride);
    s21.intoArray(c, co + 2 * cStride + LANES);
    s30.intoArray(c, co + 3 * cStride);
    s31.intoArray(c, co + 3 * cStride + LANES);
  }

  /** 4 rows x 4 vectors: those of the panels at bo and at bNext. */
  static void fourRowsWide(
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bNext,
      float[] s,
      int so,
      int sStride,
      float[] c,
      int co,
      int cStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, so);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, so + LANES);
    FloatVector s02 = FloatVector.fromArray(SPECIES, s, so + WIDTH);
    FloatVector s03 = FloatVector.fromArray(SPECIES, s, so + WIDTH + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, so + sStride);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, so + sStride + LANES);
    FloatVector s12 = FloatVector.fromArray(SPECIES, s, so + sStride + WIDTH);
    FloatVector s13 = FloatVector.fromArray(SPECIES, s, so + sStride + WIDTH + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride + LANES);
    FloatVector s22 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride + WIDTH);
    FloatVector s23 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride + WIDTH + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride + LANES);
    FloatVector s32 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride + WIDTH);
    FloatVector s33 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride + WIDTH + LANES);
    int a1 = ao + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    for (int i = 0; i < k; i++) {
      int at = bo + i * WIDTH;
      int next = bNext + i * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, next);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, next + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      s03 = x.fma(b3, s03);
      x = FloatVector.broadcast(SPECIES, a[a1 + i]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      s12 = x.fma(b2, s12);
      s13 = x.fma(b3, s13);
      x = FloatVector.broadcast(SPECIES, a[a2 + i]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      s22 = x.fma(b2, s22);
      s23 = x.fma(b3, s23);
      x = FloatVector.broadcast(SPECIES, a[a3 + i]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      s32 = x.fma(b2, s32);
      s33 = x.fma(b3, s33);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s02.intoArray(c, co + WIDTH);
    s03.intoArray(c, co + WIDTH + LANES);
    s10.intoArray(c, co + cStride);
    s11.intoArray(c, co + cStride + LANES);
    s12.intoArray(c, co + cStride + WIDTH);
    s13.intoArray(c, co + cStride + WIDTH + LANES);
    s20.intoArray(c, co + 2 * cStride);
    s21.intoArray(c, co + 2 * cStride + LANES);
    s22.intoArray(c, co + 2 * cStride + WIDTH);
    s23.intoArray(c, co + 2 * cStride + WIDTH + LANES);
    s30.intoArray(c, co + 3 * cStride);
    s31.intoArray(c, co + 3 * cStride + LANES);
    s32.intoArray(c, co + 3 * cStride + WIDTH);
    s33.intoArray(c, co + 3 * cStride + WIDTH + LANES);
  }

  /** 2 rows x 4 vectors: those of the panels at bo and at bNext. */
  static void twoRowsWide(
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bNext,
      float[] s,
      int so,
      int sStride,
      float[] c,
      int co,
      int cStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, so);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, so + LANES);
    FloatVector s02 = FloatVector.fromArray(SPECIES, s, so + WIDTH);
    FloatVector s03 = FloatVector.fromArray(SPECIES, s, so + WIDTH + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, so + sStride);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, so + sStride + LANES);
    FloatVector s12 = FloatVector.fromArray(SPECIES, s, so + sStride + WIDTH);
    FloatVector s13 = FloatVector.fromArray(SPECIES, s, so + sStride + WIDTH + LANES);
    int a1 = ao + aStride;
    for (int i = 0; i < k; i++) {
      int at = bo + i * WIDTH;
      int next = bNext + i * WIDTH;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, next);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, next + LANES);
      FloatVector x = FloatVector.broadcast(SPECIES, a[ao + i]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      s02 = x.fma(b2, s02);
      s03 = x.fma(b3, s03);
      x = FloatVector.broadcast(SPECIES, a[a1 + i]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      s12 = x.fma(b2, s12);
      s13 = x.fma(b3, s13);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s02.intoArray(c, co + WIDTH);
    s03.intoArray(c, co + WIDTH + LANES);
    s10.intoArray(c, co + cStride);
    s11.intoArray(c, co + cStride + LANES);
    s12.intoArray(c, co + cStride + WIDTH);
    s13.intoArray(c, co + cStride + WIDTH + LANES);
  }

  /** 8 columns of a x 2 vectors. */
  static void eightColumns(
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bStride,
      float[] s,
      int so,
      int sStride,
      float[] c,
      int co,
      int cStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, so);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, so + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, so + sStride);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, so + sStride + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride + LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, s, so + 4 * sStride);
    FloatVector s41 = FloatVector.fromArray(SPECIES, s, so + 4 * sStride + LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, s, so + 5 * sStride);
    FloatVector s51 = FloatVector.fromArray(SPECIES, s, so + 5 * sStride + LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, s, so + 6 * sStride);
    FloatVector s61 = FloatVector.fromArray(SPECIES, s, so + 6 * sStride + LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, s, so + 7 * sStride);
    FloatVector s71 = FloatVector.fromArray(SPECIES, s, so + 7 * sStride + LANES);
    for (int i = 0; i < k; i++) {
      int at = bo + i * bStride;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      int from = ao + i * aStride;
      FloatVector x = FloatVector.broadcast(SPECIES, a[from]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[from + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[from + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[from + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[from + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[from + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[from + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[from + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, co + cStride);
    s11.intoArray(c, co + cStride + LANES);
    s20.intoArray(c, co + 2 * cStride);
    s21.intoArray(c, co + 2 * cStride + LANES);
    s30.intoArray(c, co + 3 * cStride);
    s31.intoArray(c, co + 3 * cStride + LANES);
    s40.intoArray(c, co + 4 * cStride);
    s41.intoArray(c, co + 4 * cStride + LANES);
    s50.intoArray(c, co + 5 * cStride);
    s51.intoArray(c, co + 5 * cStride + LANES);
    s60.intoArray(c, co + 6 * cStride);
    s61.intoArray(c, co + 6 * cStride + LANES);
    s70.intoArray(c, co + 7 * cStride);
    s71.intoArray(c, co + 7 * cStride + LANES);
  }

  /** 4 columns of a x 2 vectors. */
  static void fourColumns(
      float[] a,
      int ao,
      int aStride,
      int k,
      float[] b,
      int bo,
      int bStride,
      float[] s,
      int so,
      int sStride,
      float[] c,
      int co,
      int cStride) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, s, so);
    FloatVector s01 = FloatVector.fromArray(SPECIES, s, so + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, s, so + sStride);
    FloatVector s11 = FloatVector.fromArray(SPECIES, s, so + sStride + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride);
    FloatVector s21 = FloatVector.fromArray(SPECIES, s, so + 2 * sStride + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride);
    FloatVector s31 = FloatVector.fromArray(SPECIES, s, so + 3 * sStride + LANES);
    for (int i = 0; i < k; i++) {
      int at = bo + i * bStride;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      int from = ao + i * aStride;
      FloatVector x = FloatVector.broadcast(SPECIES, a[from]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[from + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[from + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[from + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, co + cStride);
    s11.intoArray(c, co + cStride + LANES);
    s20.intoArray(c, co + 2 * cStride);
    s21.intoArray(c, co + 2 * cStride + LANES);
    s30.intoArray(c, co + 3 * cStride);
    s31.intoArray(c, co + 3 * cStride + LANES);
  }
}
