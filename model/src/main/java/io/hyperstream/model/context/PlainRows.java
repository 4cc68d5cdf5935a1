package io.hyperstream.model.context;

import java.util.Arrays;

/** The loops in plain Java: what the vectorised ones are checked against. */
final class PlainRows implements Rows {

  private final float[] parts = new float[LANES];

  @Override
  public float product(float[] w, int wo, float[] x, int xo, int n) {
    Arrays.fill(parts, 0f);
    for (int i = 0; i < n; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        parts[lane] += w[wo + i + lane] * x[xo + i + lane];
      }
    }
    return Rows.sum(parts);
  }

  @Override
  public void addScaled(float[] w, int wo, float[] x, int xo, int n, float scale) {
    for (int i = 0; i < n; i++) {
      w[wo + i] += scale * x[xo + i];
    }
  }

  @Override
  public void exp(float[] x, int xo, float max, float[] out, int oo, int n) {
    for (int i = 0; i < n; i++) {
      out[oo + i] = Logistic.exp(Math.max(Logistic.MIN_EXPONENT, x[xo + i] - max));
    }
  }

  @Override
  public void situations(
      int[] symbols,
      int[] counts,
      int n,
      int node,
      int depth,
      int[] offsets,
      int first,
      int[] out,
      int oo) {
    for (int i = 0; i < n; i++) {
      int zeros = 0;
      int ones = 0;
      int latest = -1;
      for (int k = symbols.length - n; k >= 0; k -= n) {
        int symbol = symbols[k + i];
        if (symbol >>> (8 - depth) == node) {
          int bit = symbol >>> (7 - depth) & 1;
          zeros += bit == 0 ? counts[k + i] : 0;
          ones += bit == 1 ? counts[k + i] : 0;
          latest = 2 * bit + (k == 0 ? 0 : 1);
        }
      }
      int classes = Rows.countClass(zeros) * COUNT_CLASSES + Rows.countClass(ones);
      out[oo + i] = latest < 0 ? 0 : first + offsets[i] + 4 * classes + latest;
    }
  }
}
