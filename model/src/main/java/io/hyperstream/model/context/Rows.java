package io.hyperstream.model.context;

/**
 * Arithmetic over rows of numbers, whose lengths are multiples of {@link #LANES}. Every
 * implementation gives the same bits: the order of sums is fixed, and nothing is fused.
 */
interface Rows {

  /** A product is summed in this many parts, and these in pairs. */
  int LANES = 16;

  /** Classes of sums of counts. */
  int COUNT_CLASSES = 9;

  /** With the Vector API or, where the JVM runs without it, with plain loops. */
  static Rows create() {
    try {
      return new VectorRows();
    } catch (LinkageError e) {
      return new PlainRows();
    }
  }

  /** The smallest number of floats, at least {@code n}, that a row can have. */
  static int padded(int n) {
    return (n + LANES - 1) / LANES * LANES;
  }

  /** The product of a row of {@code w} and one of {@code x}. */
  float product(float[] w, int wo, float[] x, int xo, int n);

  /** Adds a multiple of a row of {@code x} to one of {@code w}. */
  void addScaled(float[] w, int wo, float[] x, int xo, int n, float scale);

  /** Sets {@code out} to {@link Logistic#exp} of {@code x - max}, held to -80 and more. */
  void exp(float[] x, int xo, float max, float[] out, int oo, int n);

  /**
   * What lists of symbols say about the bit after a prefix, as the number of a situation: {@code
   * first}, plus the list's own offset, plus {@code 4 (9 zeros + ones)} with the {@link #countClass
   * classes} of how often a 0 and a 1 came after the prefix, plus 2 if the latest of them was a 1,
   * plus 1 if another symbol came later. 0 if no symbol of the list agrees with the prefix.
   *
   * <p>Rows of {@code symbols}, {@code n} apart, have the latest symbol of each list, the one
   * before, and so on; {@code counts} says how often each was seen.
   *
   * @param symbols with a leading 1 above their eight bits; 0 where there is none
   * @param node the prefix, with a leading 1
   * @param depth how many bits it has
   * @param out of each list, from {@code oo} on
   */
  void situations(
      int[] symbols,
      int[] counts,
      int n,
      int node,
      int depth,
      int[] offsets,
      int first,
      int[] out,
      int oo);

  /** The class of a sum of counts, 0 to 60; classes grow. */
  static int countClass(int count) {
    int above = (count < 7 ? 0 : 1) + (count < 10 ? 0 : 1) + (count < 15 ? 0 : 1);
    return Math.min(count, 5) + above;
  }

  /** The sum of the parts of a product, in pairs. */
  static float sum(float[] p) {
    float a = (p[0] + p[8]) + (p[4] + p[12]);
    float b = (p[1] + p[9]) + (p[5] + p[13]);
    float c = (p[2] + p[10]) + (p[6] + p[14]);
    float d = (p[3] + p[11]) + (p[7] + p[15]);
    return (a + c) + (b + d);
  }
}
